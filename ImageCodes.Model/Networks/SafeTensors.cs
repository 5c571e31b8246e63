using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>
/// The safetensors format: eight bytes with the length of a JSON header, the header (for each tensor its type, shape and
/// place; a map of texts under <c>__metadata__</c>), then the tensors' bytes. Other tools read it, and reading it runs no code.
/// </summary>
internal static class SafeTensors
{
    private const string MetadataKey = "__metadata__";
    private const int LongestHeader = 16 << 20;

    private sealed record Entry(string? Dtype, long[]? Shape, long[]? DataOffsets);

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new Dictionary<string, object> { [MetadataKey] = metadata };
        using var data = new MemoryStream();
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var start = data.Length;
            using var plain = tensor.detach().cpu().contiguous();
            data.Write(plain.bytes);
            header[name] = new Entry(TypeNames[plain.dtype], plain.shape, [start, data.Length]);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header, Names);
        var file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        data.GetBuffer().AsSpan(0, (int)data.Length).CopyTo(file.AsSpan(8 + json.Length));
        return file;
    }

    /// <exception cref="InvalidDataException">The bytes are not in this format.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(byte[] file)
    {
        try
        {
            var headerLength = file.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(file) : -1;
            if (headerLength is < 2 or > LongestHeader || headerLength > file.Length - 8)
                throw new InvalidDataException("it does not begin with a header");
            using var header = JsonDocument.Parse(file.AsMemory(8, (int)headerLength));
            var data = file.AsSpan(8 + (int)headerLength);
            return ReadAll(header.RootElement, data);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException("its header is damaged", failure);
        }
    }

    private static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) ReadAll(JsonElement header, ReadOnlySpan<byte> data)
    {
        var (tensors, metadata, taken) = (new Dictionary<string, Tensor>(), new Dictionary<string, string>(), 0L);
        try
        {
            foreach (var property in header.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    metadata = property.Value.Deserialize<Dictionary<string, string>>() ?? throw new InvalidDataException("its header is damaged");
                    continue;
                }

                var entry = property.Value.Deserialize<Entry>(Names) ?? throw new InvalidDataException("its header is damaged");
                // Tensors do not overlap: many that name the same bytes would fill the memory.
                if (entry.DataOffsets is [var start, var end] && start >= 0 && start <= end && end <= data.Length && (taken += end - start) > data.Length)
                    throw new InvalidDataException($"its tensor '{property.Name}' overlaps others");
                if (!tensors.TryAdd(property.Name, ReadTensor(property.Name, entry, data)))
                    throw new InvalidDataException($"it has two tensors '{property.Name}'");
            }

            return (tensors, metadata);
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    private static Tensor ReadTensor(string name, Entry entry, ReadOnlySpan<byte> data)
    {
        if (TypeNames.FirstOrDefault(pair => pair.Value == entry.Dtype) is not { Value: not null } type)
            throw new InvalidDataException($"its tensor '{name}' has the unknown type {entry.Dtype}");
        if (entry.Shape is null || entry.DataOffsets is not [var start, var end] || start < 0 || start > end || end > data.Length)
            throw new InvalidDataException($"its tensor '{name}' is cut short");
        // Before memory is asked for: a shape may say anything, also that one side is 0 and another beyond counting. No type here has
        // elements of less than a byte.
        var elements = entry.Shape.Aggregate(1.0, (product, side) => product * side);
        if (elements > end - start || entry.Shape.Any(side => side < 0 || side > end - start))
            throw new InvalidDataException($"its tensor '{name}' is cut short");
        var tensor = zeros(entry.Shape, type.Key);
        var bytes = tensor.bytes;
        if (end - start != bytes.Length) throw new InvalidDataException($"its tensor '{name}' is cut short");
        data[(int)start..(int)end].CopyTo(bytes);
        return tensor;
    }

    private static readonly Dictionary<ScalarType, string> TypeNames = new()
    {
        [float32] = "F32",
        [float16] = "F16",
        [bfloat16] = "BF16",
        [float64] = "F64",
        [int64] = "I64",
        [int32] = "I32",
        [uint8] = "U8",
    };
}
