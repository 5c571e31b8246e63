using System.Data.Common;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>Everything about a search stands in its address, so that it can be shared, reloaded and gone back to.</summary>
public sealed partial class SearchPage(
    SimilarPictures similar, ShownPictures shown, PictureStore pictures,
    VerdictStore verdicts, LabelStore labels, LiveModel live, NavigationManager navigation) : PageOfCodes(live)
{
    private const int StartPictures = 12;

    private ShownPicture? _query;
    private (long? Picture, string? Upload) _searched;   // the last query
    private SearchRequest? _going;           // what the address is to say, until it does
    private int _searches;                   // begun: the newest owns the page
    private SearchResult? _result;           // null while searching
    private IReadOnlyList<Hit>? _start;      // pictures to start from; null while they are looked up
    private int _count;                      // of all that could be started from
    private IReadOnlyList<string> _labels = [];   // that are offered
    private string? _typed;                       // of a label that is not asked for yet
    private string? _otherwise;                   // a label that is written a little otherwise, where none is written so
    private IReadOnlyDictionary<long, bool>? _verdicts;   // on the hits; null where the query is no picture of the library
    private string? _problem;
    private (int? K, int? Within) _dragged;  // where sliders are held
    private string? _judged;                 // the last verdict, in words

    [SupplyParameterFromQuery(Name = "picture")]
    public string? AskedPicture { get; set; }

    [SupplyParameterFromQuery(Name = "upload")]
    public string? UploadId { get; set; }

    [SupplyParameterFromQuery(Name = "k")]
    public int? K { get; set; }

    [SupplyParameterFromQuery(Name = "within")]
    public int? Within { get; set; }

    [SupplyParameterFromQuery(Name = "bits")]
    public int? Bits { get; set; }

    /// <summary>Hits have this label.</summary>
    [SupplyParameterFromQuery(Name = "label")]
    public string? Label { get; set; }

    private long? PictureId => long.TryParse(AskedPicture, out var id) ? id : null;

    private bool HasQuery => AskedPicture is not null || UploadId is not null;

    private IReadOnlyList<int> Prefixes => Live.Current.Encoder.Card.Network.Prefixes;

    /// <summary>Length of the codes compared; an address may ask for what there is not.</summary>
    private int Length => Bits is { } asked && Prefixes.Contains(asked) ? asked : Live.Current.Encoder.Bits;

    private SearchRequest Request => new(
        Math.Clamp(K ?? SearchRequest.UsualK, 1, SearchRequest.MaxK),
        Length,
        Within is { } within && within >= 0 && within < Length ? within : null,
        string.IsNullOrWhiteSpace(Label) ? null : Label);

    /// <summary>The request as it is to be when all that was set has come to the address. Each control changes one thing of it.</summary>
    private SearchRequest Latest => _going ?? Request;

    private string Summary => Request.Within is { } within && _result!.Hits.Count < Request.K
        ? $"These are all {_result.Hits.Count:N0} within {within} of {_result.Bits} bits{Called}."
        : $"The {_result!.Hits.Count:N0} nearest {(Request.Label is null && Request.Within is null ? $"of {_result.Among:N0}" : $"of those{(Request.Within is { } far ? $" within {far} of {_result.Bits} bits" : "")}{Called}")}.";

    /// <summary>For those who hear the page: what the search, or the last verdict, came to.</summary>
    private string? Said =>
        _judged ?? (_problem is not null ? null : _result is null ? "Searching" : _result.Hits.Count == 0 ? "No picture is that near." : Summary);

    private string Far =>
        (_dragged.Within ?? Request.Within) is { } within && within < Length ? $"within {Counted.Of(within, "bit")}" : "any distance";

    private string Called => Request.Label is { } label ? $" called '{label}'" : "";

    protected override async Task OnParametersSetAsync()
    {
        var mine = ++_searches;
        (_problem, _result, _judged, _otherwise) = (null, null, null, null);
        if (_going == Request || (PictureId, UploadId) != _searched) _going = null;
        LetGo();
        if (!HasQuery)
        {
            _query = null;
            if (_start is null) ReadStart();
            return;
        }

        if (AskedPicture is not null && PictureId is null)
        {
            (_query, _problem) = (null, $"Pictures have numbers; '{AskedPicture}' is none.");
            return;
        }

        var (picture, upload, request) = (PictureId, UploadId, Request);
        var isAnother = (picture, upload) != _searched;
        _searched = (picture, upload);
        var (found, problem) = await shown.FindAsync(picture, upload);
        if (mine != _searches) return;
        (_query, _problem) = (found, problem);
        // Else more is typed meanwhile.
        if (isAnother || (string.IsNullOrWhiteSpace(_typed) ? null : _typed) == Request.Label) Offer(null);
        _verdicts = picture is { } known ? verdicts.Of(known) : null;
        if (_query is not { } query) return;
        var result = await Beside.RunAsync(() => similar.Find(query.Encoded, request, picture));
        if (mine != _searches) return;
        _result = result;
        if (request is { Label: { } label } && result.Hits.Count == 0) _otherwise = labels.FindOtherwise(label);
    }

    /// <inheritdoc/>
    protected override Task LookAgainAsync()
    {
        _start = null;
        return OnParametersSetAsync();
    }

    private void ReadStart() =>
        (_count, _start) = (Live.Current.Index.Newest().Count, [.. pictures.Spread(Live.Current.Id, StartPictures).Select(picture => new Hit(picture, 0))]);

    private async Task JudgeAsync((long Id, bool? Alike) verdict)
    {
        if (PictureId is not { } query) return;
        try
        {
            if (verdict.Alike is { } alike) verdicts.Give(new Verdict(query, verdict.Id, alike));
            else verdicts.TakeBack(query, verdict.Id);
        }
        catch (ArgumentException)
        {
            await OnParametersSetAsync();   // one of the two was deleted meanwhile: what is there now is shown
            return;
        }
        catch (DbException failure)
        {
            _judged = $"The verdict is not kept: {failure.Message}";
            return;
        }

        _verdicts = verdicts.Of(query);
        var name = _result?.Hits.FirstOrDefault(hit => hit.Picture.Id == verdict.Id)?.Picture.Name;
        _judged = verdict.Alike switch { true => $"{name} is alike.", false => $"{name} is not alike.", null => $"Nothing is said of {name} any more." };
    }

    private void Go(SearchRequest request)
    {
        _going = request;
        navigation.NavigateTo(Address(request, PictureId, UploadId), replace: true);
    }

    /// <summary>
    /// Where a slider is held it stays, until the address has come to be what it was moved to: held keys move it on before the page knows
    /// of the last step.
    /// </summary>
    private void LetGo()
    {
        if (!HasQuery || _dragged.K == Request.K) _dragged.K = null;
        if (!HasQuery || _dragged.Within == (Request.Within ?? Length)) _dragged.Within = null;
    }

    private void GoCount(int count)
    {
        _dragged.K = count;
        Go(Latest with { K = count });
    }

    private void GoWithin(int within)
    {
        _dragged.Within = within;
        Go(Latest with { Within = Scaled(within, Length, Latest.Bits ?? Length) });
    }

    /// <summary>A shorter code has fewer bits to be far by: the limit keeps its share.</summary>
    private void GoBits(int bits) =>
        Go(Latest with { Bits = bits, Within = Latest.Within is { } within ? Scaled(within, Latest.Bits ?? Length, bits) : null });

    /// <summary>Null is any distance.</summary>
    private static int? Scaled(int within, int bits, int toBits) => (int)Math.Round((double)within * toBits / bits) is var limit && limit < toBits ? limit : null;

    private string Address(SearchRequest request, long? picture, string? upload) => navigation.GetUriWithQueryParameters("/", new Dictionary<string, object?>
    {
        ["picture"] = picture,
        ["upload"] = upload,
        ["k"] = request.K == SearchRequest.UsualK ? null : request.K,
        ["within"] = request.Within,
        ["label"] = request.Label,
        ["bits"] = request.Bits == Live.Current.Encoder.Bits ? null : request.Bits,
    });

    private void GoLabel(string? label) => Go(Latest with { Label = string.IsNullOrWhiteSpace(label) ? null : label.Trim() });

    private void Offer(string? typed) => (_typed, _labels) = (typed, labels.Offered(typed ?? ""));

    private static int Number(ChangeEventArgs change) => int.Parse((string)change.Value!);
}
