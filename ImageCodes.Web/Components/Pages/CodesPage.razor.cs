using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Components.Parts;
using ImageCodes.Web.Search;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The health of the space of codes: each figure with what it means, and what is wrong where it looks otherwise.</summary>
public sealed partial class CodesPage(CodeSpace space, LiveModel model, PictureStore pictures)
{
    private const int ChanceRows = 12;

    private CodeSpaceReport? _report;
    private string _model = "";
    private string? _problem;

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _model = model.Current.Encoder.Version;
            _report = await Task.Run(space.Report);
        }
        catch (System.Data.Common.DbException failure)
        {
            _problem = failure.Message;
        }
    }

    private static List<DistanceChart.Line> Lines(CodeSpaceReport report)
    {
        var lines = new List<DistanceChart.Line> { new("random pairs", "random", report.RandomPairs), new("the nearest picture", "nearest", report.Nearest) };
        if (report.SameLabel is { } same) lines.Add(new("pairs with a label in common", "alike", same));
        if (report.OtherLabel is { } other) lines.Add(new("pairs with different labels", "other", other));
        return lines;
    }

    /// <summary>Some rows of distances, of about as many distances each.</summary>
    private static IEnumerable<(int From, int To, double Chance)> Chances(CodeSpaceReport report)
    {
        var known = report.ChanceAlike!.Select((chance, distance) => (chance, distance)).Where(row => row.chance is not null).ToList();
        return known.Chunk(Math.Max(1, (known.Count + ChanceRows - 1) / ChanceRows)).Select(rows => (rows[0].distance, rows[^1].distance, Weighted(report, rows.Select(row => row.distance))));
    }

    private static double Weighted(CodeSpaceReport report, IEnumerable<int> distances)
    {
        // By how many pairs lie at each distance.
        var rows = distances.Select(distance => (Pairs: report.RandomPairs[distance], Chance: report.ChanceAlike![distance]!.Value)).ToList();
        return rows.Sum(row => row.Pairs) is var all && all > 0 ? rows.Sum(row => row.Pairs * row.Chance) / all : 0;
    }

    private List<Hit> PicturesOf(RepeatedCode code) => [.. pictures.Find([.. code.Ids]).Select(picture => new Hit(picture, 0))];
}
