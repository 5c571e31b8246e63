using ImageCodes.Model.Codes;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Search;

/// <summary>A code and the model that made it: codes of two models are never compared.</summary>
public sealed record EncodedPicture(ModelInUse Model, PictureCode Code);
