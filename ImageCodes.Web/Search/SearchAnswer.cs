namespace ImageCodes.Web.Search;

/// <summary>A hit as scripts read it.</summary>
public sealed record HitAnswer(long Id, string Path, int Distance);

/// <summary>A search's result as scripts read it: the same from the command line and from the API.</summary>
public sealed record SearchAnswer(string Model, int Bits, double Millis, IReadOnlyList<HitAnswer> Hits)
{
    public static SearchAnswer Of(SearchResult result) =>
        new(result.Model, result.Bits, Math.Round(result.Millis, 3),
            [.. result.Hits.Select(hit => new HitAnswer(hit.Picture.Id, hit.Picture.Path, hit.Distance))]);
}
