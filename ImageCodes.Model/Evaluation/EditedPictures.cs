using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Evaluation;

/// <summary>Pictures and all edits of them (<see cref="PictureEdit"/>), as a network sees them.</summary>
public sealed class EditedPictures
{
    private readonly IReadOnlyList<NetworkInput> _originals;
    private readonly IReadOnlyList<(string Name, IReadOnlyList<NetworkInput> Pictures)> _edits;

    private EditedPictures(IReadOnlyList<NetworkInput> originals, IReadOnlyList<(string, IReadOnlyList<NetworkInput>)> edits) =>
        (_originals, _edits) = (originals, edits);

    /// <summary>How many pictures there are.</summary>
    public int Count => _originals.Count;

    /// <summary>Decodes and edits; a file that gives no picture, or one that cannot be edited (HEIC, BMP, JPEG XL), is left out.</summary>
    /// <param name="decoder">Decodes the files.</param>
    /// <param name="files">The bytes of picture files.</param>
    /// <param name="side">Of what the network sees, in pixels.</param>
    /// <param name="cancel">Stops between files.</param>
    public static EditedPictures Decode(
        PictureDecoder decoder, IReadOnlyList<byte[]> files, int side = PictureDecoder.InputSize, CancellationToken cancel = default)
    {
        var decoded = new (NetworkInput Original, IReadOnlyList<NetworkInput> Edits)?[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancel, TaskScheduler = null }, i =>
        {
            try
            {
                decoded[i] = (decoder.DecodeInput(files[i], side, cancel), [.. PictureEdit.All.Select(edit => decoder.DecodeInput(edit.Apply(files[i]), side, cancel))]);
            }
            catch (UnreadablePictureException)
            {
                // What is measured is measured on the others.
            }
        });
        var readable = decoded.OfType<(NetworkInput Original, IReadOnlyList<NetworkInput> Edits)>().ToList();
        return new EditedPictures(
            [.. readable.Select(picture => picture.Original)],
            [.. PictureEdit.All.Select((edit, place) => (edit.Name, (IReadOnlyList<NetworkInput>)[.. readable.Select(picture => picture.Edits[place])]))]);
    }

    /// <summary>The same as codes of a model.</summary>
    public EditedCodes Encode(PictureEncoder encoder, CancellationToken cancel = default)
    {
        IReadOnlyList<BinaryCode> Codes(IReadOnlyList<NetworkInput> pictures) => [.. encoder.Encode(pictures, cancel).Select(code => code.Code)];
        return new EditedCodes(Codes(_originals), [.. _edits.Select(edit => (edit.Name, Codes(edit.Pictures)))]);
    }
}

/// <summary>Pictures and their edits as codes of one model: is a picture found by its edit?</summary>
/// <param name="Originals">A code a picture.</param>
/// <param name="Edits">For each edit, the codes of the edited pictures in the same order.</param>
public sealed record EditedCodes(IReadOnlyList<BinaryCode> Originals, IReadOnlyList<(string Name, IReadOnlyList<BinaryCode> Codes)> Edits)
{
    /// <summary>
    /// For each edit, how often the first hit among the pictures and the distractors is the picture itself; ties by their expectation.
    /// </summary>
    /// <param name="distractors">Codes of other pictures.</param>
    /// <param name="bits">How many bits of each code count.</param>
    public IReadOnlyList<(string Name, double Recall)> RecallAtOne(IEnumerable<BinaryCode> distractors, int bits)
    {
        List<BinaryCode> database = [.. Originals, .. distractors];
        return [.. Edits.Select(edit => (edit.Name, NearDuplicateEvaluation.RecallAtOne(edit.Codes, database, bits)))];
    }
}
