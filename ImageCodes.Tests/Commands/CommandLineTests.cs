using System.Text.Json;
using ImageCodes.Model.Codes;
using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Commands;

/// <summary>What scripts rely on: the verbs' JSON and exit codes.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunningProgram.RunAsync([.. arguments, "--json", "--data-dir", _folder["library"]]);
        Assert.True(exitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    [Fact]
    public async Task Import_search_codes_and_status_print_the_objects_they_promise()
    {
        for (var i = 0; i < 12; i++) _folder.Write($"pictures/{(i % 2 == 0 ? "even" : "odd")}/{i:00}.jpg", Some.Jpeg(i));
        var broken = _folder.Write("pictures/broken.jpg", [0xFF, 0xD8, 0xFF, 0]);

        var import = await JsonAsync("import", _folder["pictures"]);
        Assert.Equal(["imported", "unchanged", "failed", "seconds", "failures", "stages", "forgotten"], Names(import));
        Assert.Equal(["scan", "read", "decode", "encode", "store"], Names(import.GetProperty("stages")));
        // A thousandth may be none.
        Assert.All(import.GetProperty("stages").EnumerateObject(), stage => Assert.InRange(stage.Value.GetDouble(), 0, 600));
        Assert.True(import.GetProperty("stages").GetProperty("decode").GetDouble() > 0);
        Assert.Equal((12, 0, 1), (import.GetProperty("imported").GetInt32(), import.GetProperty("unchanged").GetInt32(), import.GetProperty("failed").GetInt32()));
        Assert.Equal(broken, import.GetProperty("failures")[0].GetProperty("path").GetString());

        var search = await JsonAsync("search", _folder["pictures/even/04.jpg"], "-k", "5", "--bits", "64");
        Assert.Equal(["model", "bits", "millis", "hits"], Names(search));
        Assert.Equal(64, search.GetProperty("bits").GetInt32());
        var hits = search.GetProperty("hits").EnumerateArray().ToList();
        Assert.Equal(5, hits.Count);
        Assert.Equal(["id", "path", "distance"], Names(hits[0]));
        Assert.Equal(0, hits[0].GetProperty("distance").GetInt32());
        Assert.Equal(hits.Select(hit => hit.GetProperty("distance").GetInt32()).Order(), hits.Select(hit => hit.GetProperty("distance").GetInt32()));

        var codes = await JsonAsync("codes");
        Assert.Equal(["model", "bits", "codes"], Names(codes));
        var rows = codes.GetProperty("codes").EnumerateArray().ToList();
        Assert.Equal(12, rows.Count);
        Assert.Equal(["id", "path", "hash", "code"], Names(rows[0]));

        // The distances of the search are those of the codes.
        var byId = rows.ToDictionary(row => row.GetProperty("id").GetInt64(), row => BinaryCode.Parse(row.GetProperty("code").GetString()!).Prefix(64));
        var query = byId[hits[0].GetProperty("id").GetInt64()];
        Assert.All(hits, hit => Assert.Equal(query.DistanceTo(byId[hit.GetProperty("id").GetInt64()]), hit.GetProperty("distance").GetInt32()));
        var within = (await JsonAsync("search", _folder["pictures/even/04.jpg"], "--within", "20")).GetProperty("hits").EnumerateArray().ToList();
        Assert.NotEmpty(within);   // itself at least
        Assert.All(within, hit => Assert.InRange(hit.GetProperty("distance").GetInt32(), 0, 20));

        var odd = (await JsonAsync("search", _folder["pictures/even/04.jpg"], "--label", "odd")).GetProperty("hits").EnumerateArray().ToList();
        Assert.NotEmpty(odd);
        Assert.All(odd, hit => Assert.Contains("/odd/", hit.GetProperty("path").GetString()));

        var byPicture = await JsonAsync("search", hits[0].GetProperty("id").ToString(), "-k", "3");
        Assert.DoesNotContain(byPicture.GetProperty("hits").EnumerateArray(), hit => hit.GetProperty("id").GetInt64() == hits[0].GetProperty("id").GetInt64());
        var status = await JsonAsync("status");
        Assert.Equal(12, status.GetProperty("pictures").GetInt32());
        Assert.Equal(import.GetProperty("stages").ToString(), status.GetProperty("lastImport").GetProperty("stages").ToString());
    }

    [Fact]
    public async Task Inspect_prints_a_code_its_bits_and_neighbours_and_the_same_with_bits_flipped()
    {
        for (var i = 0; i < 6; i++) _folder.Write($"pictures/{i}.jpg", Some.Jpeg(i));
        await JsonAsync("import", _folder["pictures"]);
        var code = await JsonAsync("inspect", _folder["pictures/3.jpg"], "-k", "3");
        Assert.Equal(["id", "bits", "code", "activations", "neighbours"], Names(code));
        Assert.Equal(["id", "path", "distance"], Names(code.GetProperty("neighbours")[0]));
        Assert.Equal((3, 0), (code.GetProperty("neighbours").GetArrayLength(), code.GetProperty("neighbours")[0].GetProperty("distance").GetInt32()));

        var id = code.GetProperty("neighbours")[0].GetProperty("id").GetInt64();
        var flipped = await JsonAsync("inspect", $"{id}", "--flip", "25,42", "--decode", _folder["drawn.png"]);
        var (before, after) = (BinaryCode.Parse(code.GetProperty("code").GetString()!), BinaryCode.Parse(flipped.GetProperty("code").GetString()!));
        Assert.Equal([25, 42], Enumerable.Range(0, before.Bits).Where(bit => before[bit] != after[bit]));
        Assert.Equal((id, 2), (flipped.GetProperty("neighbours")[0].GetProperty("id").GetInt64(), flipped.GetProperty("neighbours")[0].GetProperty("distance").GetInt32()));
        // The library keeps them in 127ths.
        Assert.Equal(-code.GetProperty("activations")[25].GetDouble(), flipped.GetProperty("activations")[25].GetDouble(), 0.02);
        Assert.Equal(64, Some.Decoder().Decode(await File.ReadAllBytesAsync(_folder["drawn.png"], TestContext.Current.CancellationToken), TestContext.Current.CancellationToken).Header.Width);
        var space = await JsonAsync("inspect", "--space");
        Assert.Equal((await JsonAsync("codes")).GetProperty("model").GetString(), space.GetProperty("model").GetString());
        Assert.Equal((6, 256, 257), (space.GetProperty("codes").GetInt32(), space.GetProperty("bits").GetInt32(), space.GetProperty("randomPairs").GetArrayLength()));
        Assert.Equal(2, (await RunningProgram.RunAsync("inspect", $"{id}", "--flip", "256", "--data-dir", _folder["library"])).ExitCode);
    }

    [Fact]
    public async Task Bench_search_prints_what_it_measured_and_every_distance()
    {
        var linear = await JsonAsync("bench", "search", "--n", "5000", "--asked", "20", "-k", "7", "--index", "linear", "--distribution", "clustered");
        Assert.Equal(["index", "bits", "n", "k", "threads", "loadSeconds", "bytesPerCode", "medianMillis", "meanMillis", "p99Millis", "queriesPerSecond", "distances"], Names(linear));
        Assert.Equal((20, 7), (linear.GetProperty("distances").GetArrayLength(), linear.GetProperty("distances")[3].GetArrayLength()));
        var multi = await JsonAsync(
            "bench", "search", "--n", "5000", "--asked", "20", "-k", "7", "--index",
            "multi", "--distribution", "clustered", "--batch", "6", "--check");
        Assert.Equal(0, multi.GetProperty("differences").GetInt32());
        Assert.Equal(linear.GetProperty("distances").ToString(), multi.GetProperty("distances").ToString());
    }

    [Fact]
    public async Task A_filled_library_is_searched_like_any_other()
    {
        Assert.Equal(0, (await RunningProgram.RunAsync("bench", "fill", "--n", "3000", "--data-dir", _folder["library"])).ExitCode);
        var fields = await JsonAsync("status");
        Assert.Equal((3_000, 3_000), (fields.GetProperty("pictures").GetInt32(), fields.GetProperty("indexedCodes").GetInt32()));
        var codes = (await JsonAsync("codes")).GetProperty("codes").EnumerateArray().ToList();
        Assert.Equal(3_000, codes.Select(row => row.GetProperty("id").GetInt64()).Distinct().Count());
        Assert.Contains("holds pictures", (await RunningProgram.RunAsync("bench", "fill", "--n", "10", "--data-dir", _folder["library"])).Errors);
    }

    [Fact]
    public async Task Evaluate_prints_a_row_for_each_length()
    {
        for (var i = 0; i < 12; i++)
            _folder.Write($"set/{(i % 2 == 0 ? "red" : "blue")}/{i:00}.png",
                Some.TwoColours(left: i % 2 == 0 ? [200 + i, 30, 30] : [30, 30, 200 + i], right: [90, 90, 90]).PngsaveBuffer());
        var results = (await JsonAsync("evaluate", "--data", _folder["set"], "--bits", "64,256")).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal([64, 256], results.Select(row => row.GetProperty("bits").GetInt32()));
        Assert.Equal(["bits", "precisionAt10", "knnAccuracy", "map", "pictures", "classes", "coder"], Names(results[0]));
        Assert.All(results, row => Assert.Equal((12, 2), (row.GetProperty("pictures").GetInt32(), row.GetProperty("classes").GetInt32())));
        Assert.All(results, row => Assert.InRange(row.GetProperty("map").GetDouble(), 0.4, 1));

        var coders = (await JsonAsync("evaluate", "--data", _folder["set"], "--bits", "8", "--coder", "nca,itq,sh,lsh,pcah"))
            .GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["nca", "itq", "sh", "lsh", "pcah"], coders.Select(row => row.GetProperty("coder").GetString()));
        Assert.All(coders, row => Assert.InRange(row.GetProperty("map").GetDouble(), 0.4, 1));
        await JsonAsync("import", _folder["set"]);
        // The library's pictures and their folders.
        Assert.Equal(coders[0].GetProperty("map").GetDouble(),
            (await JsonAsync("evaluate", "--bits", "8")).GetProperty("results")[0].GetProperty("map").GetDouble(), 1e-9);
        Assert.Contains("got 'xyz'", (await RunningProgram.RunAsync("evaluate", "--data", _folder["set"], "--coder", "nca,xyz")).Errors);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("no-such-verb")]
    [InlineData("search", "picture.jpg", "-k", "0")]
    [InlineData("search", "picture.jpg", "--bits", "9999")]
    [InlineData("status", "--imaging-max-pixels", "3")]
    [InlineData("serve", "--listen", "http://0.0.0.0:5080")]
    [InlineData("serve", "--behind-proxy")]
    [InlineData("serve", "--listen", "http://loopback:5080")]
    [InlineData("serve", "--listen", "garbage")]
    [InlineData("serve", "--listen", "http://localhost:99999")]
    [InlineData("import", "pictures.zip")]
    [InlineData("train", "--data", "x", "--out", "y", "--epochs", "many")]
    [InlineData("train", "--data", "x", "--out", "y", "--batch-pictures", "0x1")]
    [InlineData("train", "--data", "x")]
    [InlineData("train", "--data", "/tmp", "--out", "/tmp")]
    [InlineData("train", "--data", "x", "--out", "y", "--label", "red")]
    [InlineData("train", "--out", "y")]
    [InlineData("train", "--learning-rate", "0.1")]
    [InlineData("train", "--coder", "xyz")]
    [InlineData("teach", "tag", "", "x")]
    [InlineData("teach", "alike", "7", "7")]
    [InlineData("inspect", "3", "--decode", "x.bmp")]
    [InlineData("bench", "search", "--bits", "5000")]
    [InlineData("bench", "search", "--save", "/tmp/codes", "--check")]
    public async Task A_call_that_is_wrong_ends_with_2_and_says_why(params string[] arguments)
    {
        _ = new LibraryDatabase(_folder["library"]);
        var (exitCode, output, errors) = await RunningProgram.RunAsync([.. arguments, "--data-dir", _folder["library"]]);
        Assert.Equal(2, exitCode);
        Assert.Contains("How it is called: imagecodes ", errors);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("Did you mean one of the following?\nsearch\n", "serch")]
    [InlineData("-k takes a whole number; got 'many'.", "search", "1", "-k", "many")]
    [InlineData("-k takes a whole number of 9 digits at most; got '99999999999'.", "search", "1", "-k", "99999999999")]
    [InlineData("--index takes one of auto, linear, multi, address; got 'fast'.", "bench", "search", "--index", "fast")]
    [InlineData("OTHER takes a whole number; got 'x'.", "teach", "alike", "1", "x")]
    [InlineData("--url takes an address like http://localhost:5080; got 'foo'.", "bench", "serve", "x", "--url", "foo")]
    [InlineData("--api-key (or IMAGECODES_API_KEY) goes with a password", "serve", "--api-key", "0123456789abcdef")]
    [InlineData("--epochs takes 0 to 10,000; got -5.", "train", "--data", "x", "--out", "y", "--epochs", "-5")]
    [InlineData("--imaging-max-pixels (or IMAGECODES_IMAGING_MAX_PIXELS) takes 1,000 to 4,000,000,000; got 5.", "search", "1", "--imaging-max-pixels", "5")]
    [InlineData("--ingestion-batch-size (or IMAGECODES_INGESTION_BATCH_SIZE) takes 1 to 1,024; got 0.", "status", "--imaging-max-pixels", "5", "--ingestion-batch-size", "0")]
    [InlineData("How it is called: imagecodes teach alike --help", "teach", "alike", "1")]
    [InlineData("There is no verb 'nosuch' to tell of.", "help", "nosuch")]
    public async Task What_is_wrong_with_a_call_is_said_in_its_own_words(string sentence, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunningProgram.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, errors);
        Assert.DoesNotContain("Options:", errors);
    }

    [Theory]
    [InlineData("IMAGECODES_INGESTION_BATCH_SIZE", "abc", "IMAGECODES_INGESTION_BATCH_SIZE takes a whole number; got 'abc'.")]
    [InlineData("IMAGECODES_DATA_DIR_FILE", "/no/such/file", "IMAGECODES_DATA_DIR_FILE names '/no/such/file', which cannot be read")]
    public async Task A_variable_that_cannot_be_used_is_said_by_its_name(string variable, string value, string sentence)
    {
        using var program = new RunningProgram(["status"], new Dictionary<string, string> { [variable] = value });
        Assert.Equal(2, await program.ExitCodeAsync());
        Assert.Contains(sentence, program.Errors);
    }

    [Fact]
    public async Task An_empty_variable_names_no_model()
    {
        _ = new LibraryDatabase(_folder["library"]);
        using var program = new RunningProgram(["status", "--data-dir", _folder["library"]], new Dictionary<string, string> { ["IMAGECODES_MODEL"] = "" });
        Assert.Equal(0, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task A_dry_run_without_a_library_tells_and_makes_none()
    {
        for (var i = 0; i < 3; i++) _folder.Write($"pictures/{i}.jpg", Some.Jpeg(i));
        Assert.Equal(3, (await JsonAsync("import", _folder["pictures"], "--dry-run")).GetProperty("imported").GetInt32());
        Assert.False(Directory.Exists(_folder["library"]));
    }

    [Fact]
    public async Task A_training_that_is_refused_adds_no_model()
    {
        _ = new LibraryDatabase(_folder["library"]);
        var (exitCode, _, errors) = await RunningProgram.RunAsync("train", "--start", Some.Model(_folder, "other"), "--epochs", "0", "--data-dir", _folder["library"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("nothing is learned: ask for at least one pass", errors);
        Assert.Single((await JsonAsync("models")).GetProperty("models").EnumerateArray());
    }

    [Fact]
    public async Task Help_is_told_of_a_verb_by_either_word()
    {
        var (exitCode, told, _) = await RunningProgram.RunAsync("help", "search");
        Assert.Equal(0, exitCode);
        Assert.Contains("imagecodes search <IMAGE|ID>", told);
        Assert.Equal((await RunningProgram.RunAsync("search", "--help")).Output, told);
    }

    [Theory]
    [InlineData("import", "/no/such/folder")]
    [InlineData("search", "/no/such/picture.jpg")]
    [InlineData("search", "12345")]
    [InlineData("train", "--start", "77")]
    [InlineData("train", "--data", "/tmp", "--out", "/tmp/y.safetensors", "--start", "/no/such/model")]
    [InlineData("models", "use", "77")]
    [InlineData("import", "--watch", "/no/such/folder")]
    [InlineData("experiment", "pca", "--data", "/no/such/folder")]
    [InlineData("experiment", "pca", "--data", "/usr/share")]
    [InlineData("evaluate")]
    [InlineData("evaluate", "--data", "/no/such/folder")]
    [InlineData("samples", "--out", "/dev/null")]
    [InlineData("status", "--model", "/no/such/model.safetensors")]
    [InlineData("serve", "--password", "12345678", "--listen", "http://192.0.2.1:5080")]
    [InlineData("search", "@no-such-picture.jpg")]
    public async Task Work_that_fails_ends_with_1_and_a_sentence(params string[] arguments)
    {
        _ = new LibraryDatabase(_folder["library"]);
        var (exitCode, _, errors) = await RunningProgram.RunAsync([.. arguments, "--data-dir", _folder["library"]]);
        Assert.Equal(1, exitCode);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", errors);
    }

    [Theory]
    [InlineData("search", "1")]
    [InlineData("inspect", "1")]
    [InlineData("codes")]
    [InlineData("status")]
    [InlineData("evaluate")]
    [InlineData("models")]
    [InlineData("teach", "list")]
    [InlineData("train")]
    public async Task Verbs_that_only_look_make_no_library_and_say_that_there_is_none(params string[] arguments)
    {
        var (exitCode, _, errors) = await RunningProgram.RunAsync([.. arguments, "--data-dir", _folder["library"]]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"There is no library in '{_folder["library"]}'", errors);
        Assert.False(Directory.Exists(_folder["library"]));
    }

    [Fact]
    public async Task An_import_that_gave_nothing_but_failures_ends_with_1_and_tells_them()
    {
        _folder.Write("pictures/broken.jpg", [0xFF, 0xD8, 0xFF, 0]);
        for (var run = 0; run < 2; run++)   // what failed is no more "unchanged" than before
        {
            var (exitCode, output, _) = await RunningProgram.RunAsync("import", _folder["pictures"], "--json", "--data-dir", _folder["library"]);
            Assert.Equal(1, exitCode);
            Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("failed").GetInt32());
        }
    }

    [Fact]
    public async Task A_setting_may_come_from_the_environment_and_a_flag_beats_it()
    {
        var environment = new Dictionary<string, string> { ["IMAGECODES_DATA_DIR"] = _folder["from environment"] };
        var file = _folder.Write("one.jpg", Some.Jpeg(1));
        using (var program = new RunningProgram(["import", file], environment)) Assert.Equal(0, await program.ExitCodeAsync());
        Assert.True(Directory.Exists(_folder["from environment"]));
        using (var program = new RunningProgram(["import", file, "--data-dir", _folder["from flag"]], environment)) Assert.Equal(0, await program.ExitCodeAsync());
        Assert.True(File.Exists(_folder["from flag/library.db"]));
    }

    [Fact]
    public async Task A_model_is_trained_from_folders_resumes_after_a_kill_and_can_be_used()
    {
        for (var i = 0; i < 40; i++)
            _folder.Write($"set/{(i % 2 == 0 ? "red" : "blue")}/{i:00}.png",
                Some.TwoColours(left: i % 2 == 0 ? [200 + i, 30, 30] : [30, 30, 200 + i], right: [90, 90, 90]).PngsaveBuffer());
        string[] call = ["train", "--data", _folder["set"], "--out", _folder["mine.safetensors"], "--epochs", "3", "--pretraining-epochs", "1", "--batch-pictures", "8", "--checkpoint-steps", "1"];
        using (var killed = new RunningProgram(call))
        {
            await killed.OnceAsync(() => File.Exists(_folder["mine.safetensors.checkpoint/state.json"]), killed.Kill);
        }

        Assert.False(File.Exists(_folder["mine.safetensors"]));
        var heldOut = JsonSerializer.Deserialize<string[]>(File.ReadAllText(_folder["mine.safetensors.checkpoint.held-out"]))!;
        Assert.Equal(2, heldOut.Length);
        File.Delete(heldOut[0]);
        var (exitCode, output, errors) = await RunningProgram.RunAsync(call);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("38 pictures with 2 labels; 1 are held out", errors);   // and not others, which it has learned from
        Assert.False(File.Exists(_folder["mine.safetensors.checkpoint.held-out"]));
        var card = JsonDocument.Parse(output).RootElement;
        Assert.Equal("mine", card.GetProperty("name").GetString());
        Assert.Contains("--epochs 3", card.GetProperty("command").GetString());
        Assert.False(Directory.Exists(_folder["mine.safetensors.checkpoint"]));
        Assert.Equal(39, (await JsonAsync("import", _folder["set"], "--model", _folder["mine.safetensors"])).GetProperty("imported").GetInt32());
        Assert.StartsWith("mine-", (await JsonAsync("codes", "--model", _folder["mine.safetensors"])).GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_folder_of_the_data_that_is_held_out_is_not_learned()
    {
        for (var i = 0; i < 16; i++)
            _folder.Write($"set/{(i < 12 ? "learned" : "tested")}/{(i % 2 == 0 ? "red" : "blue")}/{i:00}.png",
                Some.TwoColours(left: i % 2 == 0 ? [200 + i, 30, 30] : [30, 30, 200 + i], right: [90, 90, 90]).PngsaveBuffer());
        var (exitCode, _, errors) = await RunningProgram.RunAsync(
            "train", "--data", _folder["set"], "--held-out", _folder["set/tested"], "--out", _folder["mine.safetensors"],
            "--epochs", "1", "--pretraining-epochs", "0", "--batch-pictures", "8");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("12 pictures with 2 labels; 4 are held out", errors);
    }

    [Fact]
    public async Task A_model_is_trained_from_the_library_into_the_library_and_a_stopped_training_goes_on()
    {
        PaintedPictures.Copy(_folder["pictures"], perKind: 5);
        var kinds = Directory.GetDirectories(_folder["pictures"]).Order(StringComparer.Ordinal).Take(8).ToArray();
        string[] live = ["--model", Some.Model(_folder, "live")];
        await JsonAsync(["import", _folder["pictures"], .. live]);
        string[] call = ["train", .. live, "--start", Some.Model(_folder, "small"), "--name", "kinds", "--epochs", "12", "--folder", .. kinds];
        using (var stopped = new RunningProgram([.. call, "--data-dir", _folder["library"]]))
        {
            await stopped.OnceAsync(() => Directory.EnumerateFiles(_folder["library"], "glimpse.webp", SearchOption.AllDirectories).Any(), stopped.Interrupt);
            Assert.Equal(1, await stopped.ExitCodeAsync());
            Assert.Contains("Stopped.", stopped.Errors);
        }

        Assert.Single(Directory.EnumerateDirectories(_folder["library/training"]));
        var trained = await JsonAsync(call);
        Assert.Single(Directory.EnumerateDirectories(_folder["library/training"]));   // the same one went on
        Assert.StartsWith("kinds-", trained.GetProperty("version").GetString());
        // So small a network learns little in so short a time: how much is not asked.
        foreach (var when in new[] { "before", "after" }) Assert.InRange(trained.GetProperty(when).GetProperty("precisionAt10.64").GetDouble(), 0, 1);
        var models = (await JsonAsync(["models", .. live])).GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(60, models.Single(model => model.GetProperty("id").GetInt64() == trained.GetProperty("id").GetInt64()).GetProperty("codes").GetInt32());
    }

    [Fact]
    public async Task Models_are_added_used_gone_back_from_saved_and_removed()
    {
        for (var i = 0; i < 4; i++) _folder.Write($"pictures/{i:00}.jpg", Some.Jpeg(i));
        await JsonAsync("import", _folder["pictures"]);
        var file = Some.Model(_folder, "mine");
        async Task<int> Run(params string[] arguments) =>
            (await RunningProgram.RunAsync([.. arguments, "--data-dir", _folder["library"]])).ExitCode;
        async Task<string[]> Versions() =>
            [.. (await JsonAsync("models")).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("version").GetString()!.Split('-')[0])];

        Assert.Equal(0, await Run("models", "add", file));
        Assert.Equal(0, await Run("models", "use", "2"));
        Assert.Equal(["mine", "default"], await Versions());
        Assert.Equal(64, (await JsonAsync("search", "1")).GetProperty("bits").GetInt32());
        Assert.Equal(1, await Run("models", "remove", "2"));
        Assert.Equal(0, await Run("models", "back"));
        Assert.Equal(0, await Run("models", "save", "2", _folder["saved.safetensors"]));
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_folder["saved.safetensors"]));
        Assert.Equal(0, await Run("models", "remove", "2"));
        Assert.Equal(["default"], await Versions());
        Assert.Equal(1, await Run("models", "use", "7"));
    }

    [Fact]
    public async Task An_experiment_that_does_not_exist_is_a_wrong_call_and_data_that_are_not_there_are_missed()
    {
        var (unknown, _, unknownErrors) = await RunningProgram.RunAsync("experiment", "nothing", "--data", _folder.Path, "--data-dir", _folder["library"]);
        var (missing, _, missingErrors) = await RunningProgram.RunAsync("experiment", "default-model", "--data", _folder["none"], "--data-dir", _folder["library"]);
        Assert.Equal((2, 1), (unknown, missing));
        Assert.Contains("there are default-model", unknownErrors);
        Assert.Contains("There is no folder", missingErrors);
    }
}
