using ImageCodes.Model.Codes;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>
/// Inside one code: each bit, what the decoder draws of it, and what becomes of both where bits are flipped. The address holds what was
/// done.
/// </summary>
public sealed partial class CodePage(
    ShownPictures shown, LiveModel model, SimilarPictures similar, CodeSpace space, NavigationManager navigation) : PageOfCodes(model)
{
    private const int Neighbours = 12;
    private const int FartherReach = 8;
    private const int Frames = 9;           // of the film
    private const int FartherFrames = 17;   // that the slider goes through where it goes farther: one at each whole number

    private (long? Id, string? Upload, ModelInUse? Model) _asked;
    private ShownPicture? _picture;   // null while it is looked for, and where it is not found
    private string? _problem;
    private ShownPicture? _drawn;    // whose code is shown
    private EncodedPicture? _code;   // with the flipped bits
    private SearchResult? _neighbours;
    private IReadOnlyList<BitFacts> _facts = [];
    private IReadOnlyList<int> _flipped = [];
    private int _unit;
    private bool _farther;          // whether the slider goes beyond -1 and +1
    private (BinaryCode Code, int Unit) _film;   // what is filmed: what is flipped is drawn first
    private int? _frame;            // of the film, that is looked at; null for what the unit is
    private readonly Queue<string> _ahead = new();   // addresses that the browser was sent to and has not told of yet

    /// <summary>A picture of the library.</summary>
    [Parameter]
    public long? Id { get; set; }

    /// <summary>Or one that was dropped.</summary>
    [Parameter]
    public string? UploadId { get; set; }

    /// <summary>Flipped bits, separated by commas.</summary>
    [SupplyParameterFromQuery(Name = "flip")]
    public string? FlippedBits { get; set; }

    /// <summary>The bit that is looked at.</summary>
    [SupplyParameterFromQuery(Name = "unit")]
    public int? Unit { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        // A flip changes the address too, and must not wait for the picture's code to be made once more.
        if (_asked != (Id, UploadId, Live.Current))
        {
            var asked = _asked = (Id, UploadId, Live.Current);
            (_picture, _problem) = (null, null);
            _ahead.Clear();
            var (found, problem) = await shown.FindAsync(Id, UploadId);
            // Once: a flip must not wait for the library to be counted.
            var facts = found is null ? [] : await Task.Run(() => space.Bits(found.Encoded.Model));
            if (asked != _asked) return;   // meanwhile the page is about another picture, or another model is in use
            (_picture, _problem, _facts) = (found, problem, facts);
        }

        if (_picture is null || IsAhead()) return;
        var bits = _picture.Encoded.Code.Bits;
        IReadOnlyList<int> flipped =
            [.. (FlippedBits ?? "").Split(',').Select(text => int.TryParse(text, out var bit) && bit >= 0 && bit < bits ? bit : -1).Where(bit => bit >= 0).Distinct().Order()];
        var isDrawn = ReferenceEquals(_drawn, _picture) && flipped.SequenceEqual(_flipped);   // by a click, which the address tells of now
        _flipped = flipped;
        _unit = Math.Clamp(Unit ?? (_flipped.Count > 0 ? _flipped[^1] : 0), 0, bits - 1);
        if (!isDrawn) Draw(_picture);
        if (!isDrawn || _film.Code == _code!.Code.Code) Film();   // else it waits for what is being drawn
    }

    protected override Task LookAgainAsync() => OnParametersSetAsync();

    private void Draw(ShownPicture picture)
    {
        _drawn = picture;
        _code = picture.Encoded with { Code = picture.Encoded.Code.Flip(_flipped) };
        _neighbours = similar.Find(_code, new SearchRequest(Neighbours), except: _flipped.Count == 0 ? Id : null);
    }

    private void Film() => _film = (_code!.Code.Code, _unit);

    private void Flip(int bit) =>
        Go(_flipped.Contains(bit) ? [.. _flipped.Where(other => other != bit)] : [.. _flipped.Append(bit).Order()], bit);

    /// <summary>
    /// At once, and in the address: keys that follow in a hurry build upon what was done, not upon what the browser has told of.
    /// </summary>
    private void Go(IReadOnlyList<int> flipped, int unit)
    {
        if (_picture is null) return;   // another model has just come into use: its code is being made
        var isDrawn = flipped.SequenceEqual(_flipped);
        (_flipped, _unit, _frame) = (flipped, unit, null);
        Draw(_picture);
        if (isDrawn) Film();
        var address = navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { ["flip"] = flipped.Count == 0 ? null : string.Join(',', flipped), ["unit"] = unit });
        _ahead.Enqueue(address);
        navigation.NavigateTo(address, replace: true);
    }

    /// <summary>Whether the address is one that this page has gone on from since.</summary>
    private bool IsAhead()
    {
        if (!_ahead.Contains(navigation.Uri)) _ahead.Clear();   // the visitor went there
        while (_ahead.TryDequeue(out var told) && told != navigation.Uri) continue;
        return _ahead.Count > 0;
    }

    private string Drawn(BinaryCode code) => PictureAddress.Drawn(code, _picture!.Encoded.Model.Encoder.Version);

    private string Strip(int reach, int frames) =>
        PictureAddress.Strip(_film.Code, _film.Unit, reach, frames, _picture!.Encoded.Model.Encoder.Version);

    // What a coder recalls ends at -1 and +1.
    private bool GoesFarther => _picture!.Encoded.Model.Encoder.Card.Coder is null;

    private int Reach => _farther && GoesFarther ? FartherReach : 1;

    private int Count => Reach == 1 ? Frames : FartherFrames;

    /// <summary>Where the film is to show one frame, as large as can be: 4 of 64 pixels lie between two.</summary>
    private string FrameStyle =>
        $"background-image: url('{Strip(Reach, Count)}'); background-size: {Count * 100 + (Count - 1) * 6.25:0.##}% 100%; "
            + $"background-position: {100.0 * Frame / (Count - 1):0.###}% 0";

    /// <summary>The frame that is looked at: the one that was chosen, or the one nearest to what the unit is.</summary>
    private int Frame => _frame ?? (int)Math.Round((Count - 1) * ((_code!.Code.Code[_unit] ? 1.0 : -1) / Reach + 1) / 2);

    private string ValueOf(int frame) => (Reach * (2.0 * frame / (Count - 1) - 1)).ToString("+0.##;-0.##;0");

    /// <summary>A bit in words.</summary>
    private string Told(int bit)
    {
        var (code, facts) = (_code!.Code, _facts[bit]);
        var sure = code.Activations.IsEmpty
            ? ""
            : Math.Abs(code.Activations[bit]) switch { < 0.3f => ", hardly sure", < 0.8f => ", fairly sure", _ => ", sure" };
        var activation = code.Activations.IsEmpty ? "" : $" (activation {code.Activations[bit]:+0.00;-0.00;0.00}{sure})";
        var partner = facts.Partner is { } other
            ? $"; it goes most with bit {other} (r = {facts.Correlation:+0.00;-0.00;0.00}, of {facts.Codes:N0} codes)"
            : "";
        return $"It is {(code.Code[bit] ? 1 : 0)}{activation}{(_flipped.Contains(bit) ? ", flipped" : "")}. "
            + $"In the library it is 1 in {facts.ShareOfOnes:P0} of the codes{partner}.";
    }
}
