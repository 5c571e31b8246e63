using ImageCodes.Model.Storage;

namespace ImageCodes.Web.Components.Pages;

/// <summary>What people said of pairs of pictures, to be looked over and changed.</summary>
public sealed partial class VerdictsPage(VerdictStore verdicts, PictureStore pictures)
{
    private const int Step = 60;

    private IReadOnlyList<(Verdict Verdict, Picture First, Picture Second)> _pairs = [];
    private int _shown = Step;
    private int _count;

    protected override void OnInitialized() => Read();

    private void Read()
    {
        var newest = verdicts.Newest(_shown);
        _count = verdicts.Count();
        var known = pictures.Find([.. newest.SelectMany(verdict => new[] { verdict.FirstId, verdict.SecondId }).Distinct()])
            .ToDictionary(picture => picture.Id);
        _pairs = [.. newest.Where(verdict => known.ContainsKey(verdict.FirstId) && known.ContainsKey(verdict.SecondId))
            .Select(verdict => (verdict, known[verdict.FirstId], known[verdict.SecondId]))];
    }

    private void More()
    {
        _shown += Step;
        Read();
    }

    /// <summary>In place: a pair that jumps to the top as it is changed is lost from sight.</summary>
    private void Give(Verdict verdict)
    {
        try
        {
            verdicts.Give(verdict);
        }
        catch (ArgumentException)
        {
            Read();   // one of the two was deleted meanwhile, and its verdicts with it
            return;
        }

        _pairs = [.. _pairs.Select(pair => (pair.First.Id, pair.Second.Id) == (verdict.FirstId, verdict.SecondId) ? pair with { Verdict = verdict } : pair)];
    }

    private void TakeBack(Verdict verdict)
    {
        verdicts.TakeBack(verdict.FirstId, verdict.SecondId);
        Read();
    }

    private static string Names(Picture first, Picture second) => $"{first.Name} and {second.Name}";
}
