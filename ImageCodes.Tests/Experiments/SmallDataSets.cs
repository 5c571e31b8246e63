using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace ImageCodes.Tests.Experiments;

/// <summary>Small files under the names of the data sets that experiments read.</summary>
internal static class SmallDataSets
{
    /// <summary>Ten bars at ten heights stand for ten digits.</summary>
    public static void WriteDigits(string folder, int train, int test)
    {
        var random = new Random(6);
        foreach (var (part, count) in new[] { ("train", train), ("t10k", test) })
        {
            var pixels = new byte[count * 28 * 28];
            for (var i = 0; i < count; i++)
            {
                for (var place = 0; place < 28 * 28; place++)
                    pixels[i * 784 + place] = (byte)(place / 28 / 2 - 2 == i % 10 ? 200 + random.Next(56) : random.Next(40));
            }

            Write($"{part}-images-idx3-ubyte.gz", [0, 0, 8, 3, .. Big(count), .. Big(28), .. Big(28), .. pixels]);
            Write($"{part}-labels-idx1-ubyte.gz", [0, 0, 8, 1, .. Big(count), .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        }

        static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
        void Write(string file, byte[] bytes)
        {
            Directory.CreateDirectory(Path.Combine(folder, "mnist"));
            using var packed = new GZipStream(File.Create(Path.Combine(folder, "mnist", file)), CompressionLevel.Fastest);
            packed.Write(bytes);
        }
    }

    /// <summary>Small pictures of two kinds that a colour tells apart, so many of each.</summary>
    public static void WriteColours(string folder, int train, int test)
    {
        var random = new Random(4);
        using var archive = new ZipArchive(File.Create(Path.Combine(folder, "cifar10.zip")), ZipArchiveMode.Create);
        foreach (var (part, count) in new[] { ("train", train), ("test", test) })
        {
            for (var i = 0; i < 2 * count; i++)
            {
                int Strong() => random.Next(140, 256);
                int Weak() => random.Next(120);
                var colour = i % 2 == 0 ? new[] { Strong(), Weak(), Weak() } : [Weak(), Weak(), Strong()];
                using var picture = Some.TwoColours(32, 32, colour, [random.Next(256), random.Next(256), random.Next(256)]);
                using var entry = archive.CreateEntry($"{part}/{(i % 2 == 0 ? "red" : "blue")}/{i:0000}.png", CompressionLevel.NoCompression).Open();
                entry.Write(picture.PngsaveBuffer());
            }
        }
    }

    /// <summary>Painted pictures in place of photographs.</summary>
    public static void WritePhotographs(string folder) => Paint(folder, "photos-bsds200.zip", perKind: 2);

    /// <summary>Painted pictures in place of faces, so many of each of some people.</summary>
    public static void WriteFaces(string folder, int people, int ofEach)
    {
        using var archive = new ZipArchive(File.Create(Path.Combine(folder, "olivetti64.zip")), ZipArchiveMode.Create);
        var random = new Random(8);
        for (var face = 0; face < people * ofEach; face++)
        {
            using var picture =
                Some.TwoColours(64, 64, [random.Next(256), random.Next(256), random.Next(256)], [random.Next(256), random.Next(256), random.Next(256)]);
            using var entry = archive.CreateEntry($"p{face / ofEach:00}/{face % ofEach:00}.png", CompressionLevel.NoCompression).Open();
            entry.Write(picture.PngsaveBuffer());
        }
    }

    /// <summary>Messages of twenty groups, each with words of its own and some that all have.</summary>
    public static void WriteMessages(string folder, int ofEach)
    {
        var random = new Random(9);
        using var packed = new GZipStream(File.Create(Path.Combine(folder, "20newsgroups.tar.gz")), CompressionLevel.Fastest);
        using var archive = new TarWriter(packed);
        string Word(string stem, int count) => stem + (char)('a' + random.Next(count));
        foreach (var part in new[] { "train", "test" })
        {
            for (var topic = 0; topic < 20; topic++)
            {
                var (group, stem) = ($"talk.{topic:00}", "topic" + (char)('a' + topic));
                for (var number = 0; number < ofEach; number++)
                {
                    var words = Enumerable.Range(0, 40).Select(place => place % 2 == 0 ? Word(stem, 20) : Word("common", 26));
                    var message = $"From: someone@{group}\nSubject: {Word(stem, 20)}\n\n{string.Join(' ', words)}\n";
                    archive.WriteEntry(
                        new PaxTarEntry(TarEntryType.RegularFile, $"{part}/{group}/{number}") { DataStream = new MemoryStream(Encoding.Latin1.GetBytes(message)) });
                }
            }
        }
    }

    private static void Paint(string folder, string archive, int perKind)
    {
        using var painted = new TemporaryFolder();
        PaintedPictures.Copy(painted["all"], perKind);
        ZipFile.CreateFromDirectory(painted["all"], Path.Combine(folder, archive));
    }
}
