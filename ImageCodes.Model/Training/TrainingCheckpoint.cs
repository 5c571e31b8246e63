using System.Text.Json;
using ImageCodes.Model.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Everything a training needs to go on: weights in full precision, the optimiser's state, the step, and the options it
/// began with. One folder, replaced by renaming, so that a kill at any moment leaves a whole one: the new one, the one in
/// place, or the one that was being replaced.
/// </summary>
internal sealed class TrainingCheckpoint(string folder)
{
    private sealed record State(int Step, TrainingOptions Options);

    private string Fresh => folder + ".new";

    private string Old => folder + ".old";

    public void Save(int step, TrainingOptions options, TrainingState training)
    {
        if (Directory.Exists(Fresh)) Directory.Delete(Fresh, recursive: true);
        Directory.CreateDirectory(Fresh);
        using (NewDisposeScope())
        {
            File.WriteAllBytes(Path.Combine(Fresh, "weights.safetensors"), SafeTensors.Write(training.Tensors(), new Dictionary<string, string>()));
        }

        ((OptimizerHelper)training.Adam).save_state_dict(Path.Combine(Fresh, "optimizer.bin"));
        File.WriteAllText(Path.Combine(Fresh, "state.json"), JsonSerializer.Serialize(new State(step, options)));
        if (Directory.Exists(Old)) Directory.Delete(Old, recursive: true);
        if (Directory.Exists(folder)) Directory.Move(folder, Old);
        Directory.Move(Fresh, folder);
        if (Directory.Exists(Old)) Directory.Delete(Old, recursive: true);
    }

    /// <summary>The step to go on from, or 0 where there is no checkpoint.</summary>
    /// <exception cref="InvalidOperationException">The checkpoint was begun with other options.</exception>
    public int Restore(TrainingOptions options, TrainingState training)
    {
        // A kill between the two renames leaves no folder in place, but the new one whole and the old one beside it.
        if (!Directory.Exists(folder) && File.Exists(Path.Combine(Fresh, "state.json"))) Directory.Move(Fresh, folder);
        if (!Directory.Exists(folder) && Directory.Exists(Old)) Directory.Move(Old, folder);
        if (!Directory.Exists(folder)) return 0;
        var state = JsonSerializer.Deserialize<State>(File.ReadAllText(Path.Combine(folder, "state.json")))!;
        var (begun, asked) = (JsonSerializer.Serialize(state.Options), JsonSerializer.Serialize(options));
        if (begun != asked)
            throw new InvalidOperationException($"The checkpoint '{folder}' was begun with other options ({begun}) than these ({asked}). Delete it, or use its options.");
        using var scope = NewDisposeScope();
        ModelFile.Fill(training.Tensors(), SafeTensors.Read(File.ReadAllBytes(Path.Combine(folder, "weights.safetensors"))).Tensors);
        ((OptimizerHelper)training.Adam).load_state_dict(Path.Combine(folder, "optimizer.bin"));
        return state.Step;
    }
}
