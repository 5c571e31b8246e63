using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ImageCodes.Model.Networks;
using static TorchSharp.torch;

namespace ImageCodes.Model.Experiments.Data;

/// <summary>Messages as counts of words, and the groups they were posted to.</summary>
/// <param name="Counts">(N, 2,000).</param>
/// <param name="Labels">The number of each message's group, 0 to 19.</param>
internal sealed record MessagePart(Tensor Counts, IReadOnlyList<int> Labels);

/// <summary>
/// 20 Newsgroups, split by date. A message is its subject and its body, since other headers name the group as good as outright; words are
/// letters, three or more; those in more than an eighth of the messages say nothing of any group, and of the others the 2,000 most frequent
/// ones of the training part count.
/// </summary>
internal sealed partial class Newsgroups : IDisposable
{
    /// <summary>How many words count.</summary>
    public const int Words = 2_000;

    private const double EverywhereShare = 1.0 / 8;
    private const int QuickShare = 5;   // a quick run has one in so many messages

    private Newsgroups(MessagePart train, MessagePart test) => (Train, Test) = (train, test);

    public MessagePart Train { get; }

    public MessagePart Test { get; }

    public static Newsgroups Read(ExperimentContext context)
    {
        TorchRuntime.EnsurePrepared();
        var messages = ReadMessages(context.PathOf("20newsgroups.tar.gz"), context.Cancel);
        if (context.Quick) messages = [.. messages.Where((_, place) => place % QuickShare == 0)];
        var groups = messages.Select(message => message.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        var train = messages.Where(message => message.Part == "train").ToList();
        var found = train.SelectMany(message => message.Words.Distinct()).CountBy(word => word).ToDictionary();
        var words = train.SelectMany(message => message.Words).CountBy(word => word)
            .Where(count => found[count.Key] <= EverywhereShare * train.Count)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Take(Words)
            .Select((count, place) => (count.Key, place)).ToDictionary(pair => pair.Key, pair => pair.place);
        MessagePart Part(string part) => Count([.. messages.Where(message => message.Part == part)], words, groups);
        return new Newsgroups(Part("train"), Part("test"));
    }

    public void Dispose()
    {
        Train.Counts.Dispose();
        Test.Counts.Dispose();
    }

    private static List<(string Part, string Group, string[] Words)> ReadMessages(string path, CancellationToken cancel)
    {
        var messages = new List<(string, string, string[])>();
        using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var archive = new TarReader(unpacked);
        while (archive.GetNextEntry() is { } entry)
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is not { } data) continue;
            if (entry.Name.TrimStart('.', '/').Split('/') is not [var part, var group, _]) continue;
            using var reader = new StreamReader(data, Encoding.Latin1);
            messages.Add((part, group, [.. Word().Matches(SaidIn(reader.ReadToEnd())).Select(word => word.Value.ToLowerInvariant())]));
        }

        return messages.Count > 0 ? messages : throw new InvalidDataException($"'{path}' holds no messages as PART/GROUP/NUMBER.");
    }

    /// <summary>Subject and body.</summary>
    private static string SaidIn(string message)
    {
        message = message.ReplaceLineEndings("\n");
        var end = message.IndexOf("\n\n", StringComparison.Ordinal);
        var (headers, body) = end < 0 ? ("", message) : (message[..end], message[end..]);
        return Subject().Match(headers).Groups[1].Value + "\n" + body;
    }

    /// <summary>Messages of none of the words say nothing, and are left out.</summary>
    private static MessagePart Count(List<(string Part, string Group, string[] Words)> messages, Dictionary<string, int> words, List<string> groups)
    {
        var kept = messages.Where(message => message.Words.Any(words.ContainsKey)).ToList();
        var counts = new float[kept.Count * Words];
        for (var row = 0; row < kept.Count; row++)
        {
            foreach (var word in kept[row].Words) if (words.TryGetValue(word, out var place)) counts[row * Words + place]++;
        }

        return new MessagePart(tensor(counts).reshape(kept.Count, Words), [.. kept.Select(message => groups.IndexOf(message.Group))]);
    }

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex Word();

    [GeneratedRegex("^Subject:(.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Subject();
}
