using System.Text.Json.Serialization;

namespace ImageCodes.Model.Storage;

/// <summary>Whether a picture can be found by its code.</summary>
public enum PictureState
{
    /// <summary>Its row is written, its code not yet.</summary>
    Pending,

    /// <summary>It has a code.</summary>
    Ready,

    /// <summary>Its file gives no picture; the error says why.</summary>
    Failed,
}

/// <summary>A picture of the library.</summary>
/// <param name="Id">Its number in this library; never used again after it is deleted.</param>
/// <param name="Hash">SHA-256 of its file, hexadecimal: the same bytes are one picture.</param>
/// <param name="Bytes">Of its file.</param>
/// <param name="Format">By content; null where it could not be read.</param>
/// <param name="Width">Pixels across, upright; null where it could not be read.</param>
/// <param name="Height">Pixels down, upright; null where it could not be read.</param>
/// <param name="State">Whether it can be found.</param>
/// <param name="Error">A sentence, where it failed.</param>
/// <param name="Added">When it came, UTC.</param>
/// <param name="Path">One of the files that hold it (the first by name).</param>
public sealed record Picture(
    long Id, string Hash, long Bytes, string? Format, int? Width, int? Height, PictureState State, string? Error, DateTime Added, string Path)
{
    /// <summary>What that file is called.</summary>
    [JsonIgnore]
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>A folder of the library.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Pictures">Pictures directly in it.</param>
public sealed record PictureFolder(string Path, int Pictures);

/// <summary>How many pictures the library holds, seen from one model: with a code of it, without one yet, and unreadable.</summary>
public sealed record PictureCounts(int Ready, int Pending, int Failed);
