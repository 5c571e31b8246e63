using System.IO.Compression;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Samples;

namespace ImageCodes.Tests.Experiments;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_has_a_name_of_its_own_and_says_what_it_is()
    {
        Assert.Equal(ExperimentCatalogue.All.Count, ExperimentCatalogue.All.Select(experiment => experiment.Name).Distinct().Count());
        Assert.All(ExperimentCatalogue.All, experiment => Assert.EndsWith(".", experiment.Summary));
        Assert.Contains("there are default-model", Assert.Throws<ArgumentException>(() => ExperimentCatalogue.Find("nothing")).Message);
    }

    [Fact]
    public void The_default_model_is_measured_on_whatever_pictures_stand_under_the_names_of_the_data_sets()
    {
        SamplePainter.Paint(_folder["pictures/val"], perKind: 5, cancel: TestContext.Current.CancellationToken);
        SamplePainter.Paint(_folder["photos"], perKind: 2, seed: 2, cancel: TestContext.Current.CancellationToken);
        ZipFile.CreateFromDirectory(_folder["pictures"], _folder["tinyimagenet.zip"]);
        ZipFile.CreateFromDirectory(_folder["photos"], _folder["photos-bsds200.zip"]);

        var result = ExperimentCatalogue.Run(ExperimentCatalogue.Find("default-model"), new ExperimentContext
        {
            Data = _folder.Path,
            Work = _folder["work"],
            Model = DefaultModel.Path,
            Decoder = Some.Decoder(),
            Cancel = TestContext.Current.CancellationToken,
        });

        double Value(string name) => result.Figures.Single(figure => figure.Name == name).Value;
        Assert.InRange(Value("precision at 10, 256 bits"), 0.3, 4 / 9.0);   // four others of each kind
        Assert.InRange(Value("near-duplicates, mean recall at 1, 256 bits"), 0.6, 1);
        Assert.Equal(1, Value("  mirrored, 256 bits"));
        Assert.True(Value("pictures encoded a second, network alone") > 10);
        Assert.Equal(("default-model", 1), (result.Experiment, result.Seed));
    }

    [Fact]
    public void Data_that_are_not_there_are_named() =>
        Assert.Contains("cifar10.zip", Assert.Throws<FileNotFoundException>(() => ExperimentCatalogue.Find("cifar10-full").Run(new ExperimentContext
        {
            Data = _folder.Path,
            Work = _folder["work"],
            Model = DefaultModel.Path,
            Decoder = Some.Decoder(),
        })).Message);
}
