using System.Diagnostics;
using System.Text.Json;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Networks;
using ImageCodes.Tests.Components;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCodes.Tests.Jobs;

public sealed class TrainHandlerTests : PageContext
{
    private async Task<long> ImportSamplesAsync(int perKind = 3)
    {
        PaintedPictures.Copy(Folder["samples"], perKind);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder);
        return Models.Import(Some.Model(Folder, "start")).Id;
    }

    private async Task<TrainJob> RunAsync(long id, Action<TrainState>? watch = null, CancellationToken cancel = default)
    {
        var handler = Services.GetRequiredService<TrainHandler>();
        var job = Jobs.Find(TrainJob.Kind, id)!;
        await handler.RunAsync(job, progress =>
        {
            Jobs.Report(job, progress);
            watch?.Invoke((TrainState)progress);
        }, cancel);
        return TrainJob.Of(Jobs.Find(TrainJob.Kind, id)!);
    }

    [Fact]
    public async Task A_training_gives_a_model_whose_codes_are_there_and_leaves_the_live_one_alone()
    {
        var start = await ImportSamplesAsync();
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs: 3));
        var live = Services.GetRequiredService<LiveModel>().Current;
        var stages = new List<TrainStage>();
        var done = await RunAsync(job.Id, state => stages.Add(state.Stage), TestContext.Current.CancellationToken);

        Assert.Equal(Enum.GetValues<TrainStage>().Except([TrainStage.Describing]), stages.Distinct());   // that is done for a head alone
        Assert.Equal(3, done.Progress!.Curve.Count);
        Assert.All(done.Progress.Curve, point => Assert.InRange(point.PrecisionAt10, 0, 1));
        var model = Models.Find(done.Progress.ModelId!.Value)!;
        Assert.Equal(("kinds", 64, 36), (model.Card.Name, model.Bits, model.Codes));
        Assert.Equal(model.Card.Metrics, done.Progress.After);
        Assert.True(done.Progress.Before!.ContainsKey("precisionAt10.64"));
        Assert.All(done.Progress.Searches!, search => Assert.Equal((6, 6), (search.Before.Count, search.After.Count)));
        Assert.Same(live, Services.GetRequiredService<LiveModel>().Current);
        Assert.NotNull(Services.GetRequiredService<TrainingFolders>().FindGlimpse(job.Id));
        Assert.Equal(["glimpse.webp"], Directory.EnumerateFileSystemEntries(Folder[$"library/training/{job.Id}"]).Select(Path.GetFileName));

        // The program may end before the job is said to be over: nothing is learned again.
        var again = await RunAsync(job.Id, _ => Assert.Fail("It was done."), TestContext.Current.CancellationToken);
        Assert.Equal(done.Progress.ModelId, again.Progress!.ModelId);
    }

    [Fact]
    public async Task A_training_that_was_stopped_goes_on_with_the_step_and_the_pictures_it_had()
    {
        var start = await ImportSamplesAsync();
        const int Epochs = 20;   // so many that it is not over before it is stopped
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(job.Id, state =>
        {
            if (state.Curve.Count == 1) stop.Cancel();
        }, stop.Token));

        Pictures.Delete([1, 2, 3]);   // its list of pictures is kept,
        Services.GetRequiredService<ModelChanges>().Remove(Models.Find(start)!);   // and what it began with
        var stepsAfter = new List<int>();
        var done = await RunAsync(job.Id, state => stepsAfter.Add(state.Step), TestContext.Current.CancellationToken);
        var stepsOfAnEpoch = done.Progress!.Steps / Epochs;
        Assert.All(stepsAfter, step => Assert.True(step >= stepsOfAnEpoch));
        Assert.Equal(Enumerable.Range(1, Epochs).Select(epoch => epoch * stepsOfAnEpoch), done.Progress.Curve.Select(point => point.Step));
    }

    [Fact]
    public async Task Where_many_files_cannot_be_read_nothing_is_learned_from_the_rest_until_they_can()
    {
        var start = await ImportSamplesAsync();
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs: 0, HeadEpochs: 1));
        Directory.CreateDirectory(Folder["elsewhere"]);
        foreach (var kind in new[] { "boats", "fish", "city", "fruit" }) Directory.Move(Folder[$"samples/{kind}"], Folder[$"elsewhere/{kind}"]);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(job.Id, cancel: TestContext.Current.CancellationToken));
        Assert.Contains("Of 36 pictures that were chosen 24 can be read now", refused.Message);

        foreach (var kind in new[] { "boats", "fish", "city", "fruit" }) Directory.Move(Folder[$"elsewhere/{kind}"], Folder[$"samples/{kind}"]);
        Assert.Equal(TrainStage.Done, (await RunAsync(job.Id, cancel: TestContext.Current.CancellationToken)).Progress!.Stage);
    }

    [Fact]
    public async Task Too_few_pictures_and_a_start_that_is_gone_are_said()
    {
        await ImportAsync(3);
        var few = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("few", null, [], 1));
        Assert.Contains(
            "at least 20 pictures; 3 were chosen",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(few.Id, cancel: TestContext.Current.CancellationToken))).Message);
        await ImportSamplesAsync();
        var gone = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("gone", 77, [], 1));
        var misspelt = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("misspelt", null, [Folder["samples/boats"], Folder["samples/baots"]], 1));
        Assert.Contains(
            "no picture in or below", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(misspelt.Id, cancel: TestContext.Current.CancellationToken))).Message);
        var unsaid = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("unsaid", null, [], 1, Labels: ["boats", "baots"]));
        Assert.Contains(
            "has the label 'baots'", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(unsaid.Id, cancel: TestContext.Current.CancellationToken))).Message);
        Assert.Contains(
            "The library has no model 77",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(gone.Id, cancel: TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public async Task A_coder_alone_gives_other_codes_of_a_network_that_stays_as_it_is()
    {
        var start = await ImportSamplesAsync(perKind: 6);
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("turned", start, [], Epochs: 0, Coder: "itq"));
        var done = await RunAsync(job.Id, cancel: TestContext.Current.CancellationToken);
        var model = Models.Find(done.Progress!.ModelId!.Value)!;
        Assert.Equal(("itq", 72), (model.Card.Coder, model.Codes));
        Assert.Contains("0 epochs, bits by itq", model.Card.Command);
        var (before, _, _) = ModelFile.Load(Models.Find(start)!.Path);
        var (after, coder, _) = ModelFile.Load(model.Path);
        using (before)
        using (after)
        using (coder)
        {
            Assert.All(before.state_dict(), pair => Assert.True(pair.Value.allclose(after.state_dict()[pair.Key]), pair.Key));
            Assert.Equal("itq", coder!.Name);
        }

        var few = Jobs.Enqueue(
            TrainJob.Kind, new TrainRequest("few", start, [Folder["samples/boats"], Folder["samples/fish"], Folder["samples/city"], Folder["samples/fruit"]], Epochs: 0, Coder: "itq"));
        Assert.Contains(
            "64 bits learns from at least 64 pictures",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(few.Id, cancel: TestContext.Current.CancellationToken))).Message);

        // Nothing was learned yet, so it chooses anew once there are more.
        PaintedPictures.Copy(Folder["more"], perKind: 15, seed: 2);
        foreach (var kind in new[] { "boats", "fish", "city", "fruit" }) Directory.Move(Folder[$"more/{kind}"], Folder[$"samples/{kind}/more"]);
        await Services.GetRequiredService<Importer>().ImportAsync([Folder["samples"]], Services.GetRequiredService<LiveModel>().Current.Encoder, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(TrainStage.Done, (await RunAsync(few.Id, cancel: TestContext.Current.CancellationToken)).Progress!.Stage);
    }

    [Fact]
    public async Task A_head_alone_learns_from_what_the_network_sees_and_the_rest_of_it_stays()
    {
        var start = await ImportSamplesAsync(perKind: 6);
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("quick", start, [], Epochs: 0, HeadEpochs: 4));
        var states = new List<TrainState>();
        var done = await RunAsync(job.Id, states.Add, TestContext.Current.CancellationToken);
        Assert.Equal([TrainStage.Reading, TrainStage.Describing, TrainStage.Learning, TrainStage.Comparing, TrainStage.Encoding, TrainStage.Done],
            states.Select(state => state.Stage).Distinct());
        Assert.All(states.Where(state => state.Stage == TrainStage.Describing), state => Assert.InRange(state.Share!.Value, 0, 1));
        Assert.Equal([0.25, 0.5, 0.75, 1], done.Progress!.Curve.Select(point => (double)point.Step / done.Progress.Steps));
        Assert.NotNull(Services.GetRequiredService<TrainingFolders>().FindGlimpse(job.Id));
        var model = Models.Find(done.Progress.ModelId!.Value)!;
        Assert.Contains("0 epochs, 4 of the head alone", model.Card.Command);
        var (before, _, _) = ModelFile.Load(Models.Find(start)!.Path);
        var (after, _, _) = ModelFile.Load(model.Path);
        using (before)
        using (after)
        {
            string[] changed =
                [.. before.state_dict().Where(pair => !pair.Value.allclose(after.state_dict()[pair.Key])).Select(pair => pair.Key.Split('.')[0]).Distinct()];
            Assert.Equal(["head", "decoder"], changed);   // which draws the new codes as it drew those before
        }
    }

    [Fact]
    public async Task A_head_alone_keeps_what_features_see_where_one_folder_holds_all_pictures()
    {
        await ImportAsync(24);
        var start = Models.Import(Some.Model(Folder, "start")).Id;
        async Task<IEnumerable<string>> LossesAsync(params string[] folders)
        {
            var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest($"of {folders.Length}", start, folders, Epochs: 0, HeadEpochs: 1));
            var losses = new HashSet<string>();
            await RunAsync(job.Id, state => losses.UnionWith(state.Losses.Keys), TestContext.Current.CancellationToken);
            return losses;
        }

        Assert.DoesNotContain("embedding", await LossesAsync());   // even and odd
        await ImportAsync(60);
        Assert.Contains("embedding", await LossesAsync(Folder["pictures/even"]));
    }

    [Fact]
    public async Task A_process_that_is_killed_is_started_again_and_goes_on()
    {
        var start = await ImportSamplesAsync();
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs: 40));
        var killed = false;
        var steps = new List<int>();
        var done = await RunAsync(job.Id, state =>
        {
            steps.Add(state.Step);
            if (killed || state.Curve.Count == 0) return;
            killed = true;
            using var process = ProcessOf(Folder[$"library/training/{job.Id}"]);
            process.Kill();
        }, TestContext.Current.CancellationToken);
        Assert.True(killed);
        Assert.Equal((TrainStage.Done, "kinds"), (done.Progress!.Stage, Models.Find(done.Progress.ModelId!.Value)!.Card.Name));
        // It began anew, since its first checkpoint was not yet there.
        Assert.Contains(steps.Zip(steps.Skip(1)), pair => pair.Second < pair.First);
    }

    [Fact]
    public async Task Ctrl_C_reaches_the_process_too_and_leaves_the_decision_to_who_began_it()
    {
        var start = await ImportSamplesAsync();
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs: 40));
        var interrupted = false;
        var done = await RunAsync(job.Id, state =>
        {
            if (interrupted || state.Curve.Count == 0) return;
            interrupted = true;
            using var process = ProcessOf(Folder[$"library/training/{job.Id}"]);
            Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        }, TestContext.Current.CancellationToken);
        Assert.True(interrupted);
        Assert.Equal(40, done.Progress!.Curve.Count);
        Assert.Equal(TrainStage.Done, done.Progress.Stage);
    }

    private static Process ProcessOf(string folder) =>
        Process.GetProcessesByName("imagecodes").Single(process => CommandLineOf(process).Contains($"\0learn\0{folder}\0", StringComparison.Ordinal));

    private static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)   // another test's, which ended meanwhile
        {
            return "";
        }
    }

    [Fact]
    public async Task What_the_process_says_is_what_the_job_says()
    {
        var start = await ImportSamplesAsync();
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("kinds", start, [], Epochs: 1));
        File.WriteAllText(Models.Find(start)!.Path, "no model");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(job.Id, cancel: TestContext.Current.CancellationToken));
        Assert.Contains("is not a model that can be used", failure.Message);
    }

    [Theory]
    [InlineData("", 5, "name")]
    [InlineData("mine", 0, "at least one pass", null, 3L)]
    [InlineData("mine", -1, "got -1")]
    [InlineData("mine", 5, "got 5, and 1,001 for the head alone", null, 3L, 1_001)]
    [InlineData("mine", 0, null, null, 3L, 20)]
    [InlineData("mine", 0, "must be a model to begin with", null, null, 20)]
    [InlineData("mine", 5, null)]
    [InlineData("mine", 5, null, "itq")]
    [InlineData("mine", 0, null, "itq", 3L)]
    [InlineData("mine", 0, "must be a model to begin with", "itq")]
    [InlineData("mine", 5, "no coder 'xyz'", "xyz")]
    public void A_request_that_makes_no_sense_is_refused(
        string name, int epochs, string? reason, string? coder = null, long? start = null, int headEpochs = 0)
    {
        var refused = new TrainRequest(name, start, [], epochs, Coder: coder, HeadEpochs: headEpochs).Refuse();
        if (reason is null) Assert.Null(refused);
        else Assert.Contains(reason, refused);
    }

    [Fact]
    public void Requests_and_states_come_back_from_the_library_as_they_went_in()
    {
        var state = new TrainState(TrainStage.Learning, 3, 9, new Dictionary<string, double> { ["labels"] = 0.5 }, 12, [new CurvePoint(3, 0.25)]);
        var job = Jobs.Enqueue(TrainJob.Kind, new TrainRequest("mine", 4, ["/pictures"], 7));
        Jobs.Report(job, state);
        var read = TrainJob.Of(Jobs.Find(TrainJob.Kind, job.Id)!);
        Assert.Equal(JsonSerializer.Serialize(state), JsonSerializer.Serialize(read.Progress));
        Assert.Equal(("mine", 4L, 7), (read.Request.Name, read.Request.StartModelId, read.Request.Epochs));
    }
}
