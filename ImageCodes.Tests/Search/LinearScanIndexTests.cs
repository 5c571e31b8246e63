using ImageCodes.Model.Codes;
using ImageCodes.Model.Search;

namespace ImageCodes.Tests.Search;

public sealed class LinearScanIndexWithScalarKernelTests : CodeIndexContract
{
    protected override ICodeIndex Create(int bits) => new LinearScanIndex(bits, HammingKernel.Scalar);
}

public sealed class LinearScanIndexWithVectorKernelTests : CodeIndexContract
{
    protected override ICodeIndex Create(int bits) => new LinearScanIndex(bits, HammingKernel.Vector);
}

public sealed class LinearScanIndexWithVector512KernelTests : CodeIndexContract
{
    protected override ICodeIndex Create(int bits) => new LinearScanIndex(bits, HammingKernel.Vector512);
}
