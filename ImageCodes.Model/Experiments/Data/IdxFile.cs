using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>The format MNIST comes in (LeCun et al. 1998): a magic number that counts the dimensions, their sizes, then bytes.</summary>
internal static class IdxFile
{
    private const int BytesMagic = 0x0800;   // unsigned bytes; the number of dimensions is added

    /// <param name="path">Of a file packed with gzip.</param>
    /// <returns>The sizes, and the bytes of all entries one after the other.</returns>
    /// <exception cref="InvalidDataException">The file is in another format, or cut short.</exception>
    public static (int[] Shape, byte[] Values) Read(string path)
    {
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) packed.CopyTo(unpacked);
        var bytes = unpacked.ToArray();
        var dimensions = bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) - BytesMagic : -1;
        if (dimensions is < 1 or > 4 || bytes.Length < 4 + 4 * dimensions) throw new InvalidDataException($"'{path}' is not an IDX file of bytes.");
        var shape = Enumerable.Range(1, dimensions).Select(dimension => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 * dimension))).ToArray();
        var (found, said) = (bytes.Length - 4 - 4 * dimensions, shape.Aggregate(1L, (product, size) => product * size));
        if (found != said) throw new InvalidDataException($"'{path}' says that it holds {said:N0} values; it holds {found:N0}.");
        return (shape, bytes[(4 + 4 * dimensions)..]);
    }
}
