using System.IO.Compression;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Training;
using ImageCodes.Web.Jobs;

namespace ImageCodes.Tests.Experiments;

[Collection(nameof(SeededRandom))]
public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<TrainingProgress> _told = [];

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
        PaintedPictures.Copy(_folder["pictures/val"], perKind: 5);
        PaintedPictures.Copy(_folder["photos"], perKind: 2, seed: 2);
        ZipFile.CreateFromDirectory(_folder["pictures"], _folder["tinyimagenet.zip"]);
        ZipFile.CreateFromDirectory(_folder["photos"], _folder["photos-bsds200.zip"]);

        var result = Run("default-model");

        double Value(string name) => result.Figures.Single(figure => figure.Name == name).Value;
        Assert.InRange(Value("precision at 10, 256 bits"), 0.3, 4 / 9.0);   // four others of each kind
        Assert.InRange(Value("near-duplicates, mean recall at 1, 256 bits"), 0.6, 1);
        Assert.InRange(Value("  mirrored, 256 bits"), 0.9, 1);
        Assert.True(Value("pictures encoded a second, network alone") > 10);
        Assert.Equal(("default-model", 1, true), (result.Experiment, result.Seed, result.Quick));
        Assert.Equal(result.Figures, ExperimentResult.Find(_folder["work"], "default-model", quick: true)!.Figures);
    }

    [Theory]
    [InlineData("cifar10-full", 3, 3, "mAP, 12 bits", 0.2)]
    [InlineData("cifar10-unlabelled", 3, 2, "mAP@1000, 64 bits", 0.13)]   // by chance .10
    public void Codes_of_small_pictures_are_learned_and_measured(string name, int ofEach, int asked, string figure, double least)
    {
        PaintedPictures.Copy(_folder["small/train"], perKind: ofEach * 4);
        PaintedPictures.Copy(_folder["small/test"], perKind: asked, seed: 2);
        ZipFile.CreateFromDirectory(_folder["small"], _folder["cifar10.zip"]);
        var result = Run(name);
        Assert.InRange(result.Figures.Single(found => found.Name == figure).Value, least, 1);
        var learned = Directory.GetFiles(_folder["work"], "*.safetensors").ToDictionary(file => file, File.GetLastWriteTimeUtc);
        Assert.Equal(result.Figures.Select(found => found.Name), Run(name).Figures.Select(found => found.Name));
        // It was not learned again.
        Assert.Equal(learned, Directory.GetFiles(_folder["work"], "*.safetensors").ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void A_few_labels_teach_the_others()
    {
        SmallDataSets.WriteColours(_folder.Path, train: 120, test: 200);
        var result = Run("cifar10-few");
        // Of 40 queries; by chance 50.
        Assert.InRange(result.Figures.Single(found => found.Name == "labelled pictures alone: 10-NN error in percent, 48 bits").Value, 0, 40);
        Assert.InRange(result.Figures.Single(found => found.Name == "10-NN error in percent, 48 bits").Value, 0, 35);
    }

    [Fact]
    public void Codes_of_digits_whole_and_in_two_parts_are_learned_and_measured()
    {
        SmallDataSets.WriteDigits(_folder.Path, train: 400, test: 100);
        var result = Run("nca");
        Assert.InRange(result.Figures.Single(found => found.Name == "3-NN error in percent, 30 numbers").Value, 0, 10);   // by chance 90
        Assert.InRange(result.Figures.Single(found => found.Name == "3-NN error in percent, the 30 units of NCA").Value, 0, 10);
        Assert.Equal(["a digit of each kind and the 9 nearest by 30 numbers", "content unit", "style unit"],
            ExperimentPictures.Of(_folder["work"], "nca", quick: true).Select(ExperimentPictures.Shown));
    }

    [Fact]
    public void A_linear_autoencoder_comes_near_the_principal_components()
    {
        SmallDataSets.WriteDigits(_folder.Path, train: 500, test: 100);
        SmallDataSets.WritePhotographs(_folder.Path);
        var result = Run("pca");
        double Value(string what) => result.Figures.Single(found => found.Name == what).Value;
        Assert.InRange(Value("MNIST: squared error a picture, linear autoencoder of 30 units") / Value("MNIST: squared error a picture, 30 principal components"), 0.97, 1.03);
        Assert.Equal(4, ExperimentPictures.Of(_folder["work"], "pca", quick: true).Count);
    }

    [Fact]
    public void Pictures_are_found_by_their_address()
    {
        PaintedPictures.Copy(_folder["pictures/val"], perKind: 20);
        ZipFile.CreateFromDirectory(_folder["pictures"], _folder["tinyimagenet.zip"]);
        var result = Run("semantic-hashing");
        double Value(string what) => result.Figures.Single(found => found.Name == what).Value;
        // More addresses hold more of them.
        Assert.InRange(Value("pictures looked at within 1 bits, of 48"), 0.01, Value("pictures looked at within 3 bits, of 48") - 0.5);
        Assert.InRange(Value("the same within 3 bits, of those found"), 0.2, 1);   // of twelve kinds
    }

    [Fact]
    public void Coders_of_the_literature_are_learned_and_measured()
    {
        SmallDataSets.WriteDigits(_folder.Path, train: 2_000, test: 1_050);
        SmallDataSets.WriteColours(_folder.Path, train: 1_200, test: 105);   // of which a quick run sees a tenth
        var result = Run("image-codes");
        double Value(string what) => result.Figures.Single(found => found.Name == what).Value;
        Assert.InRange(Value("pixels of MNIST, itq, 48 bits: mAP"), 0.3, 1);   // by chance .10; most of the 48 components are noise
        Assert.InRange(Value("pixels of MNIST, ours, 48 bits: mAP"), Value("pixels of MNIST, itq, 48 bits: mAP"), 1);   // it has labels
        Assert.Equal(2 * 2 * 9, result.Figures.Count);
        var described = _told.Where(at => at.Phase == "describing pictures by GIST").ToList();
        Assert.Contains(described, at => at.Step == at.Steps && at.PicturesPerSecond > 0);
        // One coder after the other.
        Assert.Equal(Enumerable.Range(1, 9), _told.Where(at => at.Phase.StartsWith("pixels of MNIST")).Select(at => at.Step));
        Assert.All(_told, at => Assert.InRange(at.Step, 0, at.Steps));
    }

    [Theory]
    [InlineData("autoencoder", 9)]
    [InlineData("observation-models", 6)]
    [InlineData("rbm", 10)]
    [InlineData("denoising", 6)]
    [InlineData("contractive", 9)]
    [InlineData("sparse-decomposition", 10)]
    [InlineData("stacked", 6)]
    [InlineData("deep-mnist", 3)]
    [InlineData("deep-curves", 4)]
    [InlineData("similarity", 7)]
    public void Methods_of_the_literature_are_learned_from_digits_and_patches_and_measured(string name, int figures)
    {
        SmallDataSets.WriteDigits(_folder.Path, train: 500, test: 100);
        SmallDataSets.WritePhotographs(_folder.Path);
        if (name == "observation-models") SmallDataSets.WriteMessages(_folder.Path, ofEach: 20);
        var result = Run(name);
        Assert.Equal(figures, result.Figures.Count);
        Assert.All(result.Figures, figure => Assert.True(double.IsFinite(figure.Value), figure.Name));
        Assert.NotEmpty(ExperimentPictures.Of(_folder["work"], name, quick: true));
        double Value(string what) => result.Figures.Single(figure => figure.Name.StartsWith(what, StringComparison.Ordinal)).Value;
        // Gradients are what they are said to be.
        if (name == "autoencoder") Assert.DoesNotContain(result.Figures, figure => figure.Missed);
        if (name == "rbm")
            Assert.InRange(Value("MNIST, 500 units: squared error a row, machine"), 0, 0.9 * Value("MNIST, 500 units: squared error a row, the mean of all"));
        if (name == "sparse-decomposition")
            Assert.InRange(Value("MNIST: squared error a row, codes by FISTA"), 0, 0.9 * Value("MNIST: squared error a row, nothing but 0"));
        if (name == "contractive") Assert.InRange(Value("MNIST, 1000 units, contractive, tuned"), 0, 50);   // by chance 90
        if (name == "stacked") Assert.InRange(Value("100 % of the labels, pre-trained"), 0, 50);   // by chance 90
        if (name == "similarity") Assert.All(result.Figures, figure => Assert.InRange(figure.Value, 0, 50));
    }

    [Fact]
    public void Faces_are_turned_cut_out_and_reconstructed()
    {
        SmallDataSets.WriteFaces(_folder.Path, people: 4, ofEach: 2);
        var result = Run("deep-faces");
        double Error(string by) => result.Figures.Single(figure => figure.Name.EndsWith(by, StringComparison.Ordinal)).Value;
        Assert.InRange(Error("625-2000-1000-500-30"), 1, 0.6 * 625);   // of a variance of 1: nothing but 0 has 625
        Assert.InRange(Error("30 principal components"), 1, 0.1 * 625);
        Assert.Single(ExperimentPictures.Of(_folder["work"], "deep-faces", quick: true));
    }

    [Fact]
    public void Messages_of_one_group_are_found_by_their_words()
    {
        SmallDataSets.WriteMessages(_folder.Path, ofEach: 100);
        var result = Run("documents");
        double Value(string what) => result.Figures.Single(found => found.Name == what).Value;
        Assert.InRange(Value("TF-IDF, 2,000 numbers: mAP"), 0.8, 1);   // by chance .05
        Assert.InRange(Value("LDA, 128 topics: mAP"), 0.5, 1);
        Assert.InRange(Value("deep, 128 numbers: mAP"), 0.4, 1);
        Assert.EndsWith(".svg", ExperimentPictures.Of(_folder["work"], "documents", quick: true).Single());
    }

    private ExperimentResult Run(string name)
    {
        var result = ExperimentCatalogue.Run(ExperimentCatalogue.Find(name), new ExperimentContext
        {
            Data = _folder.Path,
            Work = _folder["work"],
            Model = DefaultModel.Path,
            Quick = true,
            Decoder = Some.Decoder(),
            Progress = new Telling<TrainingProgress>(_told.Add),
            Cancel = TestContext.Current.CancellationToken,
        });
        Assert.Equal(result.Figures.Count, result.Figures.Select(figure => figure.Name).Distinct().Count());
        return result;
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
