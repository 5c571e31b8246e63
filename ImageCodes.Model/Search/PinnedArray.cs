using System.Runtime.InteropServices;

namespace ImageCodes.Model.Search;

/// <summary>
/// An array that never moves and begins at a cache line, so that it can be read by address, 64 bytes at a time. A large one
/// is laid on huge pages, where the system has them for those that ask: places looked up at random are then found without
/// walking the page tables. Its memory is given back when nobody holds it any more.
/// </summary>
internal sealed unsafe class PinnedArray<T>
    where T : unmanaged
{
    private const nuint Line = 64;

    /// <param name="length">How many items; all zero.</param>
    public PinnedArray(long length)
    {
        Length = length;
        var bytes = (nuint)Math.Max(Bytes, 1);
        Start = (T*)NativeMemory.AlignedAlloc(bytes, bytes < HugePages.Size ? Line : HugePages.Size);
        if (bytes >= HugePages.Size) HugePages.Ask(Start, bytes);
        NativeMemory.Clear(Start, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~PinnedArray()
    {
        if (Start is null) return;   // there was no memory for it
        NativeMemory.AlignedFree(Start);
        GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
    }

    public long Length { get; }

    /// <summary>The first item. Valid while this object is held.</summary>
    public T* Start { get; }

    public long Bytes => Length * sizeof(T);

    public Span<T> Span => new(Start, checked((int)Length));
}
