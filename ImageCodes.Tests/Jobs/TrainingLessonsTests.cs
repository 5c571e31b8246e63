using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
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
        var plan = lessons.PlanOf(new TrainRequest($"number {job}", null, [], Epochs: 1), TestContext.Current.CancellationToken);
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

    [Fact]
    public async Task A_plan_follows_its_pictures_where_they_were_moved()
    {
        var plan = await PlanAsync(1, perKind: 4);
        var lessons = Services.GetRequiredService<TrainingLessons>();
        Assert.Same(plan, lessons.Follow(plan));
        Directory.Move(Folder["samples"], Folder["moved"]);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["moved"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        var found = lessons.Follow(plan);
        Assert.All(found.Pictures, picture => Assert.True(File.Exists(picture.Path)));
        Assert.Equal(plan.HeldOut.Select(path => path.Replace("/samples/", "/moved/")).Order(), found.HeldOut.Order());
        Assert.Equal(plan.Pictures.Select(picture => picture.Id), found.Pictures.Select(picture => picture.Id));
    }

    [Fact]
    public async Task Of_two_pictures_in_a_plan_of_which_one_took_the_others_file_the_other_is_left_out()
    {
        var plan = await PlanAsync(1, perKind: 4);
        var (gone, moved) = (plan.Pictures[0], plan.Pictures[1]);
        File.Move(moved.Path, gone.Path, overwrite: true);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        var found = Services.GetRequiredService<TrainingLessons>().Follow(plan);
        Assert.Equal(plan.Pictures.Count - 1, found.Pictures.Count);
        Assert.Equal(gone.Path, found.Pictures.Single(picture => picture.Id == moved.Id).Path);
        Assert.Equal(found.Pictures.Count, found.Pictures.Select(picture => picture.Path).Distinct().Count());
    }

    [Fact]
    public async Task A_picture_that_is_gone_is_left_out_where_its_file_is_an_older_pictures_now_and_its_label_still_counts()
    {
        Folder.Write("others/older.jpg", Some.Jpeg(71));
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["others"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        PaintedPictures.Copy(Folder["samples/1"], 4, seed: 1);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        var (lessons, labels) = (Services.GetRequiredService<TrainingLessons>(), Services.GetRequiredService<LabelStore>());
        var request = new TrainRequest("mine", null, [Folder["samples"]], Epochs: 1);
        var alone = lessons.PlanOf(request, TestContext.Current.CancellationToken) is var first
            ? first.Pictures.First(picture => !first.HeldOut.Contains(picture.Path))
            : null!;
        labels.Tag([alone.Id], "boat");
        var plan = lessons.PlanOf(request, TestContext.Current.CancellationToken);
        Assert.Contains("boat", plan.Labels);

        File.Move(Folder["others/older.jpg"], alone.Path, overwrite: true);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        var found = lessons.Follow(plan);
        Assert.DoesNotContain(alone.Id, found.Pictures.Select(picture => picture.Id));
        Assert.Equal(plan.Pictures.Count - 1, found.Pictures.Count);
        found.Keep(Folder["plan"] is var kept ? Directory.CreateDirectory(kept).FullName : "");
        Assert.Contains("boat", LessonPlan.Find(kept)!.Read(Some.Decoder(), TestContext.Current.CancellationToken).Kept.Labels);

        // What is written under a picture's name is what became of it.
        var edited = found.Pictures.First(picture => !found.HeldOut.Contains(picture.Path));
        File.WriteAllBytes(edited.Path, Some.Jpeg(72));
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(found.Pictures.Count, lessons.Follow(found).Pictures.Count);
    }

    [Fact]
    public async Task What_someone_judged_is_learned_from_and_never_held_out()
    {
        var first = await PlanAsync(1, perKind: 6);
        var heldOut = first.Pictures.Where(picture => first.HeldOut.Contains(picture.Path)).ToList();
        Assert.True(heldOut.Count > 2);
        Services.GetRequiredService<VerdictStore>().Give(new Verdict(heldOut[0].Id, first.Pictures.First(picture => !first.HeldOut.Contains(picture.Path)).Id, Alike: true));
        Services.GetRequiredService<VerdictStore>().Give(new Verdict(heldOut[0].Id, heldOut[1].Id, Alike: false));
        var second = await PlanAsync(2, perKind: 3);
        Assert.Equal(2, second.Verdicts.Count);
        Assert.NotEmpty(second.HeldOut);
        Assert.DoesNotContain(heldOut[0].Path, second.HeldOut);
        Assert.DoesNotContain(heldOut[1].Path, second.HeldOut);
    }
}
