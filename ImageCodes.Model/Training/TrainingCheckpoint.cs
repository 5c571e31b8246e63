using System.Text.Json;
using ImageCodes.Model.Files;
using ImageCodes.Model.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageCodes.Model.Training;

/// <summary>
/// Everything a training needs to go on: weights in full precision, the optimiser's state, the step, and what it
/// began with. One folder, replaced by renaming once it is on the disk, so that a kill at any moment leaves a whole one: the new one, the
/// one in place, or the one that was being replaced.
/// </summary>
internal sealed class TrainingCheckpoint(string folder)
{
    private const string StateName = "state.json";   // written last: a folder that has it is whole

    private sealed record State(int Step, TrainingBeginning? Beginning);

    private string Fresh => folder + ".new";

    private string Old => folder + ".old";

    private IEnumerable<string> Folders => new[] { folder, Fresh, Old }.Where(Directory.Exists);

    /// <summary>Whether anything is there of it.</summary>
    public bool Exists => Folders.Any();

    public void Forget()
    {
        foreach (var there in Folders.ToList()) Directory.Delete(there, recursive: true);
    }

    /// <param name="step">Steps done.</param>
    /// <param name="beginning">What the training began with.</param>
    /// <param name="tensors">Everything that it changes but Adam's memory, by name.</param>
    /// <param name="adam">What remembers more.</param>
    public void Save(int step, TrainingBeginning beginning, IReadOnlyDictionary<string, Tensor> tensors, optim.Optimizer adam)
    {
        if (Directory.Exists(Fresh)) Directory.Delete(Fresh, recursive: true);
        Directory.CreateDirectory(Fresh);
        using (NewDisposeScope())
        {
            File.WriteAllBytes(Path.Combine(Fresh, "weights.safetensors"), SafeTensors.Write(tensors, new Dictionary<string, string>()));
        }

        ((OptimizerHelper)adam).save_state_dict(Path.Combine(Fresh, "optimizer.bin"));
        foreach (var file in Directory.GetFiles(Fresh)) Flush(file);
        WholeFile.Write(Path.Combine(Fresh, StateName), file => JsonSerializer.Serialize(file, new State(step, beginning)), onDisk: true);
        if (Directory.Exists(Old)) Directory.Delete(Old, recursive: true);
        if (Directory.Exists(folder)) Directory.Move(folder, Old);
        Directory.Move(Fresh, folder);
        if (Directory.Exists(Old)) Directory.Delete(Old, recursive: true);
    }

    /// <summary>The step to go on from, with everything as it was then; or 0 where there is no checkpoint.</summary>
    /// <exception cref="InvalidOperationException">
    /// The checkpoint was begun with other options or labels, or from another model.
    /// </exception>
    public int Restore(TrainingBeginning beginning, IReadOnlyDictionary<string, Tensor> tensors, optim.Optimizer adam)
    {
        // A kill between the two renames leaves no folder in place, but the new one whole and the old one beside it.
        if (!Directory.Exists(folder) && File.Exists(Path.Combine(Fresh, StateName))) Directory.Move(Fresh, folder);
        if (!Directory.Exists(folder) && Directory.Exists(Old)) Directory.Move(Old, folder);
        if (!Directory.Exists(folder)) return 0;
        var state = JsonSerializer.Deserialize<State>(File.ReadAllText(Path.Combine(folder, StateName)))!;
        if (state.Beginning is not { } begun)
            throw new InvalidOperationException($"The checkpoint '{folder}' is of an earlier version of the program, "
                + "which did not keep what it was begun with. Delete it, and the training begins anew.");
        if (begun.OtherThan(beginning) is { } difference)
            throw new InvalidOperationException($"The checkpoint '{folder}' was begun {difference}. Delete it, or go on with what it was begun with.");
        using var scope = NewDisposeScope();
        ModelFile.Fill(tensors, SafeTensors.Read(File.ReadAllBytes(Path.Combine(folder, "weights.safetensors"))).Tensors);
        ((OptimizerHelper)adam).load_state_dict(Path.Combine(folder, "optimizer.bin"));
        return state.Step;
    }

    private static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
