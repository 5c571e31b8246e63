using System.ComponentModel.DataAnnotations;
using ImageCodes.Model.Networks;

namespace ImageCodes.Web.Settings;

/// <summary>Which library is served, and by which model.</summary>
public sealed class LibraryOptions
{
    /// <summary>
    /// The folder that holds everything of one library: database, uploads, models. Default ./data, in the folder that the program is
    /// started in.
    /// </summary>
    [Required]
    public string DataDir { get; set; } = "data";

    /// <summary>
    /// The model file that makes codes; while it is given, none can be chosen on the Models page. Default: the one chosen in the library,
    /// else the one that comes with the program.
    /// </summary>
    public string? Model { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Whether an empty library is filled with sample pictures when the server starts. Default false.</summary>
    public bool Samples { get; set; }

    /// <summary>The model file where none was chosen in the library: the one that is given, else the program's own.</summary>
    internal string ModelPath => Model ?? PictureEncoder.Pretrained;
}
