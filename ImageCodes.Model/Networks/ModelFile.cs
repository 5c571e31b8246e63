using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using ImageCodes.Model.Files;
using static TorchSharp.torch;

namespace ImageCodes.Model.Networks;

/// <summary>What a model file says of itself beside its weights.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Network">How to build the network that the weights fit.</param>
/// <param name="Created">When training ended, UTC.</param>
/// <param name="Command">The command that made it, seed included.</param>
/// <param name="Data">The pictures it saw, and how many.</param>
/// <param name="Metrics">Figures on held-out pictures, by name.</param>
/// <param name="Coder">
/// Which coder of the literature makes the bits of the network's activations; null where their signs are the bits.
/// </param>
public sealed record ModelCard(
    string Name,
    CodeNetworkOptions Network,
    DateTimeOffset Created,
    string Command,
    IReadOnlyList<string> Data,
    IReadOnlyDictionary<string, double> Metrics,
    string? Coder = null);

/// <summary>
/// A model in one file: weights in the safetensors format (those of the network in half precision), its card, and a checksum of both.
/// </summary>
public static class ModelFile
{
    private const string CardKey = "imagecodes.card";
    private const string ChecksumKey = "imagecodes.sha256";

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
    private static readonly IReadOnlyDictionary<string, Tensor> Nothing = new Dictionary<string, Tensor>();

    /// <summary>Writes beside the file first and then renames, so that a crash leaves the old file or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">What it holds.</param>
    /// <param name="card">What it says of itself; of which coder it holds it is told here.</param>
    /// <param name="coder">What makes the bits, where that is not the network itself.</param>
    public static void Save(string path, CodeNetwork network, ModelCard card, ActivationCoder? coder = null)
    {
        using var scope = NewDisposeScope();
        card = card with { Coder = coder?.Name };
        // A coder's offset is the difference of numbers that may be nearly equal: of pictures that hardly differ it would not bear rounding.
        var weights = network.state_dict().ToDictionary(pair => pair.Key, pair => Half(pair.Value)).Concat(coder?.Tensors ?? Nothing).ToDictionary();
        var metadata = new Dictionary<string, string>
        {
            [CardKey] = JsonSerializer.Serialize(card, Json),
            [ChecksumKey] = Checksum(weights, JsonSerializer.Serialize(card, Json)),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, SafeTensors.Write(weights, metadata), onDisk: true);   // checkpoints go once it is there
    }

    /// <summary>Builds the network the file describes and fills it. The network is in evaluation mode.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is no model, is cut short, was changed, or fits no network of this program.
    /// </exception>
    public static (CodeNetwork Network, ActivationCoder? Coder, ModelCard Card) Load(string path)
    {
        TorchRuntime.EnsurePrepared();
        Dictionary<string, Tensor> weights = [];
        try
        {
            (weights, var metadata) = SafeTensors.Read(File.ReadAllBytes(path));
            if (!metadata.TryGetValue(CardKey, out var json)) throw new InvalidDataException("it holds no ImageCodes network");
            if (metadata.GetValueOrDefault(ChecksumKey) != Checksum(weights, json))
                throw new InvalidDataException("its checksum does not match its content");
            var card = JsonSerializer.Deserialize<ModelCard>(json, Json) ?? throw new InvalidDataException("its card is empty");
            var network = new CodeNetwork(card.Network);
            ActivationCoder? coder = null;
            try
            {
                coder = card.Coder is { } name ? ActivationCoder.Empty(name, card.Network.Bits) : null;
                Fill(network.state_dict(), weights);
                Fill(coder?.Tensors ?? Nothing, weights);
            }
            catch
            {
                network.Dispose();
                coder?.Dispose();
                throw;
            }

            network.eval();
            return (network, coder, card);
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException or ArgumentException or ValidationException)
        {
            throw new InvalidDataException($"'{path}' is not a model that can be used: {failure.Message.TrimEnd('.')}.", failure);
        }
        finally
        {
            foreach (var tensor in weights.Values) tensor.Dispose();
        }
    }

    /// <summary>Adds figures to a file's card: those of the model as it is read, since its weights are rounded to half precision.</summary>
    /// <returns>The card as it is now.</returns>
    public static ModelCard Measure(string path, Func<PictureEncoder, IReadOnlyDictionary<string, double>> figures)
    {
        var (network, coder, card) = Load(path);
        using var _ = network;
        using var __ = coder;
        using (var encoder = PictureEncoder.Load(path)) card = card with { Metrics = figures(encoder) };
        Save(path, network, card, coder);
        return card;
    }

    /// <summary>Copies into each tensor the stored one of the same name.</summary>
    internal static void Fill(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var _ = no_grad();
        foreach (var (name, own) in tensors)
        {
            if (!weights.TryGetValue(name, out var stored)) throw new InvalidDataException($"it lacks the weights '{name}'");
            if (!own.shape.SequenceEqual(stored.shape))
                throw new InvalidDataException($"its weights '{name}' have the shape ({string.Join(", ", stored.shape)}); "
                    + $"the network's are ({string.Join(", ", own.shape)})");
            own.copy_(stored);
        }
    }

    private static Tensor Half(Tensor tensor) => tensor.dtype == float32 ? tensor.to(float16) : tensor;

    private static string Checksum(IReadOnlyDictionary<string, Tensor> weights, string card)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(card));
        foreach (var (_, tensor) in weights.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // contiguous() may return the tensor itself, which is not ours to dispose of.
            hash.AppendData(tensor.contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
