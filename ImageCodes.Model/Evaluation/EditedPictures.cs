using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;

namespace ImageCodes.Model.Evaluation;

/// <summary>Pictures and all edits of them (<see cref="PictureEdit"/>), as codes of one model: is a picture found by its edit?</summary>
public sealed class EditedPictures
{
    private readonly IReadOnlyList<BinaryCode> _originals;
    private readonly IReadOnlyList<(string Name, IReadOnlyList<BinaryCode> Codes)> _edits;

    private EditedPictures(IReadOnlyList<BinaryCode> originals, IReadOnlyList<(string, IReadOnlyList<BinaryCode>)> edits) => (_originals, _edits) = (originals, edits);

    /// <param name="encoder">The model.</param>
    /// <param name="decoder">Decodes the files.</param>
    /// <param name="files">The bytes of picture files.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <exception cref="UnreadablePictureException">One of the files gives no picture.</exception>
    public static EditedPictures Encode(PictureEncoder encoder, PictureDecoder decoder, IReadOnlyList<byte[]> files, CancellationToken cancel = default)
    {
        IReadOnlyList<BinaryCode> Codes(Func<byte[], byte[]> edit)
        {
            var pixels = new PixelGrid[files.Count];
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancel }, i => pixels[i] = decoder.DecodePixels(edit(files[i]), encoder.Card.Network.Side));
            return [.. encoder.Encode(pixels).Select(code => code.Code)];
        }

        return new EditedPictures(Codes(file => file), [.. PictureEdit.All.Select(edit => (edit.Name, Codes(edit.Apply)))]);
    }

    /// <summary>For each edit, how often the first hit among the pictures and the distractors is the picture itself; ties by their expectation.</summary>
    /// <param name="distractors">Codes of other pictures.</param>
    /// <param name="bits">How many bits of each code count.</param>
    public IReadOnlyList<(string Name, double Recall)> RecallAtOne(IEnumerable<BinaryCode> distractors, int bits)
    {
        List<BinaryCode> database = [.. _originals, .. distractors];
        return [.. _edits.Select(edit => (edit.Name, NearDuplicateEvaluation.RecallAtOne(edit.Codes, database, bits)))];
    }
}
