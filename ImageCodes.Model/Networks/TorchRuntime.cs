using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace ImageCodes.Model.Networks;

/// <summary>
/// What makes libtorch quick on this machine, applied once before the first tensor: the allocator keeps its pages, threads that
/// wait leave their cores, and training runs in bfloat16 where the processor multiplies it natively.
/// </summary>
public static partial class TorchRuntime
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string WaitIdly = "PASSIVE";

    private static readonly Lazy<bool> Prepared = new(Prepare);

    /// <summary>Whether the processor multiplies bfloat16 itself (AVX512_BF16); elsewhere training stays in float32.</summary>
    public static bool HasFastBFloat16 { get; } = DetectBFloat16();

    /// <summary>As many threads as libtorch has, for what is computed beside it: of the scheduler whose task computes.</summary>
    internal static ParallelOptions Threads => new() { MaxDegreeOfParallelism = torch.get_num_threads(), TaskScheduler = null };

    /// <summary>Call before the first tensor; later calls do nothing.</summary>
    public static void EnsurePrepared() => _ = Prepared.Value;

    /// <summary>A seeded generator state for the layers' first weights and for dropout.</summary>
    public static void Seed(long seed)
    {
        EnsurePrepared();
        torch.random.manual_seed(seed);
    }

    private static bool Prepare()
    {
        // libtorch's threads spin for a while when they have nothing to do, on the cores that other threads then wait for: those
        // of a convolution's transforms, of searches, of another process. Read when libtorch is loaded, which the first call does.
        if (Environment.GetEnvironmentVariable(WaitPolicy) is null)
        {
            if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(WaitPolicy, WaitIdly);
            else _ = SetVariable(WaitPolicy, WaitIdly, overwrite: 0);   // there .NET would change its own copy only
        }

        if (OperatingSystem.IsLinux())
        {
            try
            {
                // glibc returns every large block to the kernel and takes fresh pages for the next: page faults were three
                // quarters of a training step. Keeping the pages makes it about four times as fast.
                const int trimThreshold = -1, topPad = -2, mmapThreshold = -3, mmapMax = -4;
                _ = MallocOption(mmapThreshold, int.MaxValue);
                _ = MallocOption(mmapMax, 0);
                _ = MallocOption(trimThreshold, int.MaxValue);
                _ = MallocOption(topPad, 256 << 20);
            }
            catch (EntryPointNotFoundException)
            {
                // musl has no mallopt; its allocator has its own ways.
            }
        }

        torch.set_num_threads(Environment.ProcessorCount);
        return true;
    }

    private static bool DetectBFloat16() =>
        // CPUID leaf 7, sub-leaf 1, EAX bit 5. .NET exposes no class for the extension itself.
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
