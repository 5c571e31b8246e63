using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Jobs;

public sealed class TrainingProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_training_began_with_moves_along_with_its_folder_and_needs_nothing_outside_it()
    {
        var start = Some.Model(_folder, "start");
        var content = File.ReadAllBytes(start);
        Directory.CreateDirectory(_folder["here"]);
        TrainingProcess.Keep(_folder["here"], new LessonPlan([], [], []), new LessonTask("mine", "a test", start, new TrainingOptions(), null));
        File.Delete(start);
        Directory.Move(_folder["here"], _folder["there"]);
        Assert.Equal(_folder["there/start.safetensors"], TrainingProcess.TaskOf(_folder["there"]).Start);
        Assert.Equal(content, File.ReadAllBytes(_folder["there/start.safetensors"]));
    }

    [Fact]
    public void It_has_begun_once_something_is_kept_of_what_was_learned()
    {
        Directory.CreateDirectory(_folder["training"]);
        Assert.False(TrainingProcess.HasBegun(_folder["training"]));
        Directory.CreateDirectory(TrainingProcess.CheckpointIn(_folder["training"]) + ".old");   // as a kill may leave it
        Assert.True(TrainingProcess.HasBegun(_folder["training"]));
    }
}
