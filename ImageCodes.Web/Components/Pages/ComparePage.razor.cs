using ImageCodes.Model.Codes;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>Two pictures side by side and one over the other: the bits in which they differ, and the way from code to code.</summary>
public sealed partial class ComparePage(PictureStore pictures, SimilarPictures similar, CodeSpace space)
{
    private const int Steps = 9;
    private const int AboutThatFar = 5;   // bits more or less, over which chances are taken together

    private sealed record Side(Picture Picture, PictureCode Code);

    private sealed record Step(BinaryCode Code, int FromFirst, Hit? Nearest);

    /// <summary>What the drawing of the first code becomes with one bit as the second has it.</summary>
    /// <param name="Bit">Which.</param>
    /// <param name="Code">The first code with that bit flipped.</param>
    /// <param name="Change">Mean difference of a pixel's colours, 0 to 1.</param>
    private sealed record Flip(int Bit, BinaryCode Code, double Change);

    private Side? _first;
    private Side? _second;
    private HashSet<int> _differing = [];
    private IReadOnlyList<Step> _way = [];
    private (double Share, int Pairs)? _chance;
    private IReadOnlyList<Flip> _flips = [];   // those that change the drawing most first
    private bool _flickers;
    private string _version = "";
    private int _blend = 50;

    [Parameter]
    public long Id { get; set; }

    [Parameter]
    public long OtherId { get; set; }

    private IReadOnlyList<int> Prefixes { get; set; } = [];

    protected override async Task OnParametersSetAsync()
    {
        var (one, other) = (similar.CodeOf(Id), similar.CodeOf(OtherId));
        var (first, second) = (pictures.Find(Id), pictures.Find(OtherId));
        (_first, _second, _chance, _way, _flips) = (null, null, null, [], []);
        if (one is null || other is null || first is null || second is null || one.Model != other.Model) return;
        (_first, _second) = (new Side(first, one.Code), new Side(second, other.Code));
        (_version, Prefixes) = (one.Model.Encoder.Version, one.Model.Encoder.Card.Network.Prefixes);
        _differing = Enumerable.Range(0, one.Code.Bits).Where(bit => one.Code.Code[bit] != other.Code.Code[bit]).ToHashSet();
        _way = [.. Enumerable.Range(0, Steps).Select(step => one.Code.Towards(other.Code, (double)step / (Steps - 1)))
            .Select((code, step) => new Step(code.Code, code.Code.DistanceTo(one.Code.Code), Nearest(one with { Code = code }, isEnd: step is 0 or Steps - 1)))];
        var differing = _differing;
        var (flips, chance) = await Task.Run(() => (FlipsOf(one, differing), space.RoughReport().ChanceWithin(differing.Count - AboutThatFar, differing.Count + AboutThatFar)));
        if ((Id, OtherId) == (first.Id, second.Id)) (_flips, _chance) = (flips, chance);   // else the page is about others meanwhile
    }

    /// <summary>The picture nearest to a code on the way; between the ends neither of the two, which would hide what else is there.</summary>
    private Hit? Nearest(EncodedPicture code, bool isEnd) => similar.Find(code, new SearchRequest(3)).Hits.FirstOrDefault(hit => isEnd || hit.Picture.Id != Id && hit.Picture.Id != OtherId);

    private static List<Flip> FlipsOf(EncodedPicture one, HashSet<int> bits)
    {
        if (bits.Count == 0) return [];
        var code = one.Code.Code;
        var drawn = one.Model.Encoder.Decode([PictureEncoder.Signs(code), .. bits.Select(bit => PictureEncoder.Signs(code.Flip(bit)))]);
        double Change(PixelGrid other) => drawn[0].Bytes.Zip(other.Bytes, (a, b) => Math.Abs(a - b)).Average() / 255;
        return [.. bits.Select((bit, place) => new Flip(bit, code.Flip(bit), Change(drawn[place + 1]))).OrderByDescending(flip => flip.Change)];
    }

    private static string Name(Side side) => Path.GetFileName(side.Picture.Path);
}
