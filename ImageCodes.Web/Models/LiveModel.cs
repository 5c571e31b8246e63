using ImageCodes.Model.Networks;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Settings;

namespace ImageCodes.Web.Models;

/// <summary>
/// The model that makes codes now: the one the settings name, else the one last chosen in the library, else the program's own.
/// </summary>
public sealed class LiveModel
{
    /// <summary>What the settings and the library's choice come to, the problem with that choice, and the model that was chosen.</summary>
    private sealed record Loaded(ModelInUse Model, string? Problem, long? Chosen);

    private readonly LibraryOptions _options;
    private readonly ModelStore _models;
    private readonly CodeStore _codes;
    private readonly Lock _changing = new();
    private volatile ModelInUse _current;
    private volatile string? _problem;
    private long? _chosen;   // what the library said when the current model was loaded; read and written under the lock

    /// <exception cref="InvalidDataException">The model file is not one of this program.</exception>
    /// <exception cref="FileNotFoundException">There is no model file.</exception>
    public LiveModel(LibraryOptions options, ModelStore models, CodeStore codes)
    {
        (_options, _models, _codes) = (options, models, codes);
        (_current, _problem, _chosen) = Load();
    }

    /// <summary>Raised, on any thread, when another model is in use.</summary>
    public event Action? Changed;

    public ModelInUse Current => _current;

    /// <summary>Why the program's own model is in use instead of the one that was chosen; null where that is not so.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the settings name the model, so that it cannot be chosen here.</summary>
    public bool IsFixed => _options.Model is not null;

    /// <summary>
    /// Chooses a model and uses it from now on. Whoever is in the middle of a search ends it with the model before, which is
    /// why that one is left to the garbage collector.
    /// </summary>
    /// <exception cref="InvalidOperationException">The settings name the model.</exception>
    /// <exception cref="InvalidDataException">Its file cannot be used; the model before stays in use.</exception>
    public void Use(KnownModel model)
    {
        RefuseWhereFixed();
        if (model.Refuse() is { } reason) throw new InvalidOperationException(reason);
        lock (_changing)
        {
            var isAnother = _models.Choose(model.Id);
            Loaded loaded;
            try
            {
                loaded = Load();
                if (loaded.Problem is { } problem) throw new InvalidDataException(problem);
                loaded.Model.Index.CatchUp();
            }
            catch
            {
                if (isAnother) _models.Unchoose();
                throw;
            }

            Replace(loaded);
        }
    }

    /// <summary>Goes back to the model before the last choice.</summary>
    /// <param name="from">
    /// The model to go back from, where it matters: where another is in use by then, somebody went back already, and nothing is done.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The settings name the model, there was no choice, or the model before cannot be used; the choice then stays.
    /// </exception>
    public void GoBack(long? from = null)
    {
        RefuseWhereFixed();
        lock (_changing)
        {
            if (from is not null && from != _current.Id) return;
            var last = _models.ChosenId();
            if (!_models.Unchoose()) throw new InvalidOperationException("There is no earlier model to go back to: the program's own is in use.");
            try
            {
                var before = Load(called: "The model that was chosen before");
                if (before.Problem is { } problem) throw new InvalidOperationException(problem);
                Replace(before);
            }
            catch
            {
                _models.Choose(last!.Value);
                throw;
            }
        }
    }

    /// <summary>Forgets a model: its codes, and the library's copy of its file.</summary>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    public void Remove(KnownModel model)
    {
        lock (_changing)
        {
            if (model.Id == _current.Id) throw new InvalidOperationException($"{model.Version} is in use. Use another model first.");
            _models.Remove(model.Id);
        }
    }

    /// <summary>
    /// Changes over where another process chose another model since; or removed this one, which its settings did not name, and which is
    /// made known anew then.
    /// </summary>
    public void Follow()
    {
        lock (_changing)
        {
            if ((IsFixed || _models.ChosenId() == _chosen) && _models.IsKnown(_current.Id)) return;
            Replace(Load());
        }
    }

    /// <exception cref="InvalidOperationException">The settings name the model, so that none can be chosen.</exception>
    public void RefuseWhereFixed()
    {
        if (IsFixed)
            throw new InvalidOperationException($"The settings name the model '{_options.Model}'. "
                + "Start without --model, IMAGECODES_MODEL and Model in appsettings.json to choose another one here.");
    }

    private void Replace(Loaded next)
    {
        next.Model.Index.CatchUp();
        (_current, _problem, _chosen) = next;
        Changed?.Invoke();
    }

    /// <summary>
    /// The model that was chosen; the program's own where none was, or where its file is gone or damaged: a library must open whatever
    /// became of one file.
    /// </summary>
    /// <param name="called">What the chosen one is called, where it cannot be used.</param>
    private Loaded Load(string called = "The model that was chosen")
    {
        var chosen = IsFixed ? null : _models.Chosen();
        var problem = chosen?.Refuse() is { } reason ? $"{called} cannot be used. {reason}" : null;
        (PictureEncoder Encoder, long Id)? loaded = null;
        if (chosen is not null && problem is null)
        {
            try
            {
                loaded = Registered(chosen.Path);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                problem = $"{called}, {chosen.Version}, cannot be used. {failure.Message}";
            }
        }

        if (IsFixed && !File.Exists(_options.ModelPath))
            throw new FileNotFoundException(
                $"There is no model file '{_options.ModelPath}', which the settings name: "
                    + "with --model, IMAGECODES_MODEL or Model in appsettings.json.", _options.ModelPath);
        var (encoder, id) = loaded ?? Registered(_options.ModelPath);
        // Registering may have moved the choice.
        return new Loaded(new ModelInUse(encoder, id, _codes), problem, loaded is not null ? id : chosen?.Id);
    }

    private (PictureEncoder Encoder, long Id) Registered(string path)
    {
        var encoder = PictureEncoder.Load(path);
        try
        {
            return (encoder, _models.Register(encoder));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }
}
