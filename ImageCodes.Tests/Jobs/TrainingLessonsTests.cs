using ImageCodes.Model.Ingestion;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Search;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Jobs;

public sealed class TrainingLessonsTests : PageContext
{
    private async Task<LessonPlan> PlanAsync(int job, int perKind)
    {
        PaintedPictures.Copy(Folder[$"samples/{job}"], perKind, seed: job);
        var live = Services.GetRequiredService<LiveModel>();
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], live.Current.Encoder);
        var lessons = Services.GetRequiredService<TrainingLessons>();
        var plan = lessons.PlanOf(job, new TrainRequest($"number {job}", null, [], Epochs: 1), TestContext.Current.CancellationToken);
        lessons.Remember(plan);
        return plan;
    }

    [Fact]
    public async Task What_one_training_learned_tests_no_later_one_and_what_it_held_out_is_not_learned_later()
    {
        var first = await PlanAsync(1, perKind: 3);
        var more = await PlanAsync(2, perKind: 4);
        Assert.NotEmpty(first.HeldOut);
        Assert.True(more.HeldOut.Count > first.HeldOut.Count, $"{more.HeldOut.Count} of {more.Pictures.Count}, before {first.HeldOut.Count}");
        var live = Services.GetRequiredService<LiveModel>();
        live.Use(Models.Import(Some.Model(Folder, "another")));   // whose codes are near each other in other ways
        var later = await PlanAsync(3, perKind: 1);
        foreach (var (before, after) in new[] { (first, more), (more, later) })
        {
            Assert.Subset(after.HeldOut.ToHashSet(), before.HeldOut.ToHashSet());
            Assert.Empty(after.HeldOut.Intersect(before.Pictures.Select(picture => picture.Path).Except(before.HeldOut)));
        }
    }
}
