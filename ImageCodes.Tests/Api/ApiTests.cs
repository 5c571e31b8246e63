using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using ImageCodes.Model.Experiments;
using ImageCodes.Model.Storage;

namespace ImageCodes.Tests.Api;

/// <summary>A server with twelve pictures.</summary>
public sealed class ServerWithPictures : IAsyncLifetime
{
    public TemporaryFolder Folder { get; } = new();

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 12; i++) Folder.Write($"pictures/{(i % 2 == 0 ? "even" : "odd")}/{i:00}.jpg", Some.Jpeg(i));
        await RunningProgram.RunAsync("import", Folder["pictures"], "--data-dir", Folder["library"]);
        Server = await RunningServer.StartAsync(Folder["library"]);
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class ApiTests(ServerWithPictures fixture) : IClassFixture<ServerWithPictures>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpClient Client => fixture.Server.Client;

    private Task<JsonElement> GetAsync(string path) => Client.GetFromJsonAsync<JsonElement>(path, Cancel);

    private async Task<(HttpStatusCode Status, string Detail)> ProblemAsync(string path)
    {
        var response = await Client.GetAsync(path, Cancel);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!);
    }

    private async Task<JsonElement> UploadAsync(byte[] file, string query = "")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "query.jpg" } };
        var response = await Client.PostAsync("/api/search" + query, form, Cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    [Fact]
    public async Task A_picture_is_kept_to_search_with_and_what_is_none_is_refused()
    {
        async Task<(HttpStatusCode Status, JsonElement Answer)> Keep(string query, byte[] body)
        {
            var response = await Client.PostAsync("/api/queries" + query, new ByteArrayContent(body), Cancel);
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
        }

        var (status, kept) = await Keep("?name=caf%C3%A9.jpg", Some.Jpeg(1));
        Assert.Equal((HttpStatusCode.OK, "caf\u00e9.jpg"), (status, kept.GetProperty("name").GetString()));
        Assert.Contains("0 of 256 bits", await Client.GetStringAsync($"/?upload={kept.GetProperty("id").GetString()}", Cancel));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Keep("", "hello"u8.ToArray())).Status);
        Assert.Equal("The file is empty.", (await Keep("", [])).Answer.GetProperty("detail").GetString());
        Assert.Contains("only public addresses", (await Keep("?url=http://127.0.0.1/a.jpg", [])).Answer.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_file_of_a_picture_is_sent_to_be_saved()
    {
        var known = (await GetAsync("/api/pictures?name=07&newest=true")).GetProperty("pictures").EnumerateArray().Single();
        var response = await Client.GetAsync($"/api/pictures/{known.GetProperty("id").GetInt64()}/file", Cancel);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("07.jpg", response.Content.Headers.ContentDisposition.FileName);
        Assert.Equal(await File.ReadAllBytesAsync(fixture.Folder["pictures/odd/07.jpg"], Cancel), await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/api/pictures/777/file", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Tags_and_verdicts_are_given_listed_and_taken_back()
    {
        var tagged = await (await Client.PostAsJsonAsync("/api/tags", new { tag = "cat", pictures = new[] { 1, 2 } }, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(2, tagged.GetProperty("changed").GetInt32());
        Assert.Equal("cat", (await GetAsync("/api/pictures/1/labels"))[0].GetProperty("label").GetString());
        await Client.PostAsJsonAsync("/api/tags/remove", new { tag = "cat", pictures = new[] { 1, 2 } }, Cancel);
        Assert.DoesNotContain((await GetAsync("/api/labels")).EnumerateArray(), label => label.GetProperty("label").GetString() == "cat");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.PutAsJsonAsync("/api/verdicts", new { firstId = 3, secondId = 1, alike = true }, Cancel)).StatusCode);
        Assert.True((await GetAsync("/api/pictures/1/verdicts")).GetProperty("3").GetBoolean());
        Assert.Equal(3, (await GetAsync("/api/verdicts"))[0].GetProperty("secondId").GetInt64());
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/api/verdicts?firstId=1&secondId=3", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.DeleteAsync("/api/verdicts?firstId=1&secondId=3", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PutAsJsonAsync("/api/verdicts", new { firstId = 3, secondId = 3, alike = true }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PutAsJsonAsync("/api/verdicts", new { firstId = 3, secondId = 1 }, Cancel)).StatusCode);
        Assert.Empty((await GetAsync("/api/verdicts")).EnumerateArray());
    }

    [Fact]
    public async Task An_upload_an_id_and_a_code_of_one_picture_find_the_same()
    {
        var byUpload = await UploadAsync(Some.Jpeg(4), "?k=6");
        var id = byUpload.GetProperty("hits")[0].GetProperty("id").GetInt64();
        Assert.Equal(0, byUpload.GetProperty("hits")[0].GetProperty("distance").GetInt32());

        var byId = await GetAsync($"/api/search?id={id}&k=5");
        Assert.Equal(
            byUpload.GetProperty("hits").EnumerateArray().Skip(1).Select(hit => hit.GetProperty("distance").GetInt32()),
            byId.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("distance").GetInt32()));

        var code = (await GetAsync($"/api/pictures/{id}/code")).GetProperty("code").GetString();
        Assert.Equal(id, (await GetAsync($"/api/search?code={code}&k=1")).GetProperty("hits")[0].GetProperty("id").GetInt64());
        Assert.Equal(64, (await GetAsync($"/api/search?code={code![..16]}")).GetProperty("bits").GetInt32());

        await Client.PostAsJsonAsync("/api/tags", new { tag = "found", pictures = new[] { id } }, Cancel);
        Assert.Equal(id, (await GetAsync($"/api/search?code={code}&label=found")).GetProperty("hits").EnumerateArray().Single().GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("/api/search", HttpStatusCode.BadRequest, "Give one of id, url and code.")]
    [InlineData("/api/search?id=1&code=ff", HttpStatusCode.BadRequest, "Give one of id, url and code.")]
    [InlineData("/api/search?code=ff&version=other", HttpStatusCode.Conflict, "codes of two models are not compared")]
    [InlineData("/api/search?id=1&version=other", HttpStatusCode.BadRequest, "version goes with a code")]
    [InlineData("/api/search?url=http://127.0.0.1/a.jpg&k=0", HttpStatusCode.BadRequest, "k is 1 to 1,000; got 0.")]
    [InlineData("/api/verdicts?limit=0", HttpStatusCode.BadRequest, "limit is 1 to 10,000; got 0.")]
    [InlineData("/api/search?id=99999", HttpStatusCode.NotFound, "The library has no picture 99999")]
    [InlineData("/api/search?id=1&k=0", HttpStatusCode.BadRequest, "k is 1 to 1,000; got 0.")]
    [InlineData("/api/search?code=xyz", HttpStatusCode.BadRequest, "hexadecimal")]
    [InlineData("/api/search?url=http://127.0.0.1/a.jpg", HttpStatusCode.UnprocessableEntity, "only public addresses")]
    [InlineData("/api/pictures/99999", HttpStatusCode.NotFound, "The library has no picture 99999")]
    [InlineData("/api/pictures/99999/labels", HttpStatusCode.NotFound, "The library has no picture 99999")]
    [InlineData("/api/pictures/99999/verdicts", HttpStatusCode.NotFound, "The library has no picture 99999")]
    [InlineData("/api/pictures?limit=0", HttpStatusCode.BadRequest, "limit 1 to 1000")]
    [InlineData("/api/imports/99999", HttpStatusCode.NotFound, "There is no import 99999.")]
    [InlineData("/api/codes/0000000000000000000000000000000000000000000000000000000000000000/strip?unit=3&reach=99", HttpStatusCode.BadRequest, "reach is 1 to 16; got 99.")]
    [InlineData("/api/codes/0000000000000000000000000000000000000000000000000000000000000000/picture?version=other", HttpStatusCode.Conflict, "The code is of the model other;")]
    [InlineData("/api/no-such-thing", HttpStatusCode.NotFound, "There is nothing at GET /api/no-such-thing")]
    public async Task What_cannot_be_answered_is_a_sentence(string path, HttpStatusCode status, string sentence)
    {
        var problem = await ProblemAsync(path);
        Assert.Equal(status, problem.Status);
        Assert.Contains(sentence, problem.Detail);
    }

    [Theory]
    [InlineData("/api/search?id=1&k=abc", HttpStatusCode.BadRequest, "abc")]
    [InlineData("/api/search?code=ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff", HttpStatusCode.BadRequest, "256-bit codes; the query has 264 bits.")]
    public async Task A_parameter_that_cannot_be_read_is_a_sentence(string path, HttpStatusCode status, string sentence)
    {
        var problem = await ProblemAsync(path);
        Assert.Equal(status, problem.Status);
        Assert.Contains(sentence, problem.Detail);
        Assert.DoesNotContain("Parameter '", problem.Detail);
    }

    [Theory]
    [InlineData("thumbnail")]
    [InlineData("view")]
    [InlineData("file")]
    public async Task What_a_program_has_already_is_not_sent_again(string kind)
    {
        using var first = await Client.GetAsync($"/api/pictures/1/{kind}", Cancel);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/pictures/1/{kind}") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var answer = await Client.SendAsync(again, Cancel);
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (answer.StatusCode, answer.Headers.ETag));
    }

    [Theory]
    [InlineData("thumbnail")]
    [InlineData("view")]
    [InlineData("file")]
    public async Task How_long_a_picture_is_can_be_asked_without_fetching_it(string kind)
    {
        var whole = await Client.GetByteArrayAsync($"/api/pictures/1/{kind}", Cancel);
        using var asked = new HttpRequestMessage(HttpMethod.Head, $"/api/pictures/1/{kind}");
        using var answer = await Client.SendAsync(asked, Cancel);
        Assert.Equal((HttpStatusCode.OK, whole.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_file_that_broke_off_is_gone_on_with()
    {
        var whole = await Client.GetByteArrayAsync("/api/pictures/1/file", Cancel);
        using var rest = new HttpRequestMessage(HttpMethod.Get, "/api/pictures/1/file") { Headers = { Range = new(100, null) } };
        using var answer = await Client.SendAsync(rest, Cancel);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(whole[100..], await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task What_gives_no_picture_is_not_handed_out()
    {
        fixture.Folder.Write("notes/letter.jpg", "a letter"u8.ToArray());
        var response = await Client.PostAsJsonAsync("/api/imports", new { paths = new[] { fixture.Folder["notes"] } }, Cancel);
        await WaitUntilOverAsync(response.Headers.Location!.OriginalString);
        var row = (await GetAsync("/api/pictures?name=letter")).GetProperty("pictures")[0];
        Assert.Equal("failed", row.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"/api/pictures/{row.GetProperty("id")}/file", Cancel)).StatusCode);
        await Client.DeleteAsync($"/api/pictures/{row.GetProperty("id")}", Cancel);
    }

    [Fact]
    public async Task Folders_are_found_by_any_way_to_write_them_and_empty_filters_are_none()
    {
        var all = (await GetAsync("/api/pictures")).GetProperty("total").GetInt32();
        Assert.Equal(all, (await GetAsync("/api/pictures?label=&name=&folder=")).GetProperty("total").GetInt32());
        var folder = Path.GetDirectoryName((await GetAsync("/api/pictures/1")).GetProperty("path").GetString())!;
        Assert.Equal((await GetAsync($"/api/pictures?folder={folder}")).GetProperty("total").GetInt32(),
            (await GetAsync($"/api/pictures?folder={folder}/")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "iframe", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "document", HttpStatusCode.OK)]
    [InlineData("same-origin", "no-cors", "image", HttpStatusCode.OK)]
    public async Task Pages_of_other_sites_may_lead_here_and_not_use_what_is_here(string site, string mode, string use, HttpStatusCode status)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, "/api/pictures/1/thumbnail") { Headers = { { "Sec-Fetch-Site", site }, { "Sec-Fetch-Mode", mode }, { "Sec-Fetch-Dest", use } } };
        Assert.Equal(status, (await Client.SendAsync(request, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_none_is_a_sentence()
    {
        var response = await Client.PostAsJsonAsync("/api/search", new { file = "x" }, Cancel);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("multipart/form-data", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString());
        using var form = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        Assert.NotEmpty(
            (await (await Client.PostAsync("/api/search", form, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_a_sentence() =>
        Assert.Contains("no picture that is read here", (await UploadAsync("hello"u8.ToArray())).GetProperty("detail").GetString());

    [Fact]
    public async Task A_picture_has_facts_a_thumbnail_and_a_view()
    {
        var page = await GetAsync($"/api/pictures?limit=3&folder={Uri.EscapeDataString(fixture.Folder["pictures/even"])}");
        Assert.Equal(6, page.GetProperty("total").GetInt32());
        var id = page.GetProperty("pictures")[0].GetProperty("id").GetInt64();
        Assert.Equal("Jpeg", (await GetAsync($"/api/pictures/{id}")).GetProperty("format").GetString());
        foreach (var kind in new[] { "thumbnail", "view" })
        {
            var response = await Client.GetAsync($"/api/pictures/{id}/{kind}", Cancel);
            Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.MediaType);
            using var image = NetVips.Image.JpegloadBuffer(await response.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal((96, 64), (image.Width, image.Height));
        }
    }

    [Fact]
    public async Task A_thumbnail_that_an_earlier_version_made_is_said_to_be_webp()
    {
        var id = (await GetAsync($"/api/pictures?limit=1&folder={Uri.EscapeDataString(fixture.Folder["pictures/even"])}"))
            .GetProperty("pictures")[0].GetProperty("id").GetInt64();
        using var picture = Some.TwoColours();
        var webp = picture.WebpsaveBuffer();
        using (var connection = new LibraryDatabase(fixture.Folder["library"]).Open())
        {
            var made = connection.QuerySingle<byte[]>("SELECT file FROM thumbnails WHERE picture_id = @id", new { id });
            try
            {
                connection.Execute("UPDATE thumbnails SET file = @webp WHERE picture_id = @id", new { webp, id });
                var response = await Client.GetAsync($"/api/pictures/{id}/thumbnail", Cancel);
                Assert.Equal("image/webp", response.Content.Headers.ContentType!.MediaType);
                Assert.Equal(webp, await response.Content.ReadAsByteArrayAsync(Cancel));
            }
            finally
            {
                connection.Execute("UPDATE thumbnails SET file = @made WHERE picture_id = @id", new { made, id });
            }
        }
    }

    [Fact]
    public async Task Experiments_are_listed_and_one_without_data_is_not_begun()
    {
        var experiments = (await GetAsync("/api/experiments")).EnumerateArray().ToList();
        Assert.Contains("mnist-nca", experiments.Select(experiment => experiment.GetProperty("name").GetString()));
        Assert.All(experiments, experiment => Assert.Equal(JsonValueKind.Null, experiment.GetProperty("result").ValueKind));
        var work = fixture.Folder["library/experiments"];
        new ExperimentResult("pca", 1, Quick: false, 70, []).Save(work);
        new ExperimentResult("pca", 1, Quick: true, 8, []).Save(work);
        var ran = (await GetAsync("/api/experiments")).EnumerateArray().Single(experiment => experiment.GetProperty("name").GetString() == "pca");
        Assert.Equal((70, 8), (ran.GetProperty("result").GetProperty("seconds").GetDouble(), ran.GetProperty("quickResult").GetProperty("seconds").GetDouble()));
        var refused = await Client.PostAsync("/api/experiments/pca?data=/no/such/folder", null, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync("/api/experiments/nothing?data=/tmp", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/api/experiments/pca/pictures/..%2Fpca.json", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_map_is_made_by_a_job()
    {
        var begun = await Client.PostAsync("/api/map", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        JsonElement job;
        do
        {
            await Task.Delay(100, Cancel);
            job = await GetAsync(begun.Headers.Location!.ToString());
        }
        while (job.GetProperty("state").GetString() is "queued" or "running");
        Assert.Equal("completed", job.GetProperty("state").GetString());
        var map = await GetAsync("/api/map");
        Assert.Equal(map.GetProperty("all").GetInt32(), map.GetProperty("points").GetArrayLength());
        Assert.All(map.GetProperty("points").EnumerateArray(), point => Assert.InRange(point.GetProperty("x").GetDouble(), -1.001, 1.001));
    }

    [Fact]
    public async Task The_description_names_every_way_to_search()
    {
        var description = await GetAsync("/api/openapi.json");
        var paths = description.GetProperty("paths");
        foreach (var path in new[] { "/api/search", "/api/pictures/{id}", "/api/pictures/{id}/thumbnail", "/api/pictures/{id}/code", "/api/map", "/api/imports", "/api/health" })
            Assert.True(paths.TryGetProperty(path, out _), path);
        var search = paths.GetProperty("/api/search").GetProperty("get");
        Assert.Contains(
            search.GetProperty("parameters").EnumerateArray(),
            parameter => parameter.GetProperty("name").GetString() == "k" && parameter.GetProperty("description").GetString() == "How many hits at most, 1 to 1,000.");
        Assert.True(search.GetProperty("responses").GetProperty("default").GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.Equal("key", description.GetProperty("security")[0].EnumerateObject().Single().Name);
        Assert.True(paths.GetProperty("/api/pictures/{id}/view").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("image/jpeg", out _));
        Assert.True(paths.GetProperty("/api/uploads/{name}/files").GetProperty("post").GetProperty("requestBody").GetProperty("content").TryGetProperty("multipart/form-data", out _));
        Assert.Equal("x-api-key", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_import_runs_as_a_job_and_its_pictures_are_found_and_deleted()
    {
        fixture.Folder.Write("more/green.jpg", Some.Jpeg(1_000));
        fixture.Folder.Write("more/broken.jpg", [1, 2, 3]);
        var response = await Client.PostAsJsonAsync("/api/imports", new { paths = new[] { fixture.Folder["more"] } }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await WaitUntilOverAsync(response.Headers.Location!.OriginalString);
        Assert.Equal("completed", job.GetProperty("state").GetString());
        var report = job.GetProperty("progress").GetProperty("report");
        Assert.Equal((1, 1), (report.GetProperty("imported").GetInt32(), report.GetProperty("failed").GetInt32()));

        var hit = (await UploadAsync(Some.Jpeg(1_000), "?k=1")).GetProperty("hits")[0];
        Assert.Equal(fixture.Folder["more/green.jpg"], hit.GetProperty("path").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync($"/api/pictures/{hit.GetProperty("id")}", Cancel)).StatusCode);
        Assert.NotEqual(hit.GetProperty("id").GetInt64(), (await UploadAsync(Some.Jpeg(1_000), "?k=1")).GetProperty("hits")[0].GetProperty("id").GetInt64());
        Assert.Equal(HttpStatusCode.Conflict, (await Client.PostAsync($"{response.Headers.Location!.OriginalString}/pause", null, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Files_that_are_sent_keep_their_folders_and_cannot_leave_theirs()
    {
        var drop = (await (await Client.PostAsync("/api/uploads", null, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel))
            .GetProperty("name").GetString();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Some.Jpeg(2_000)), "holiday/beach/1.jpg", "1.jpg" },
            { new ByteArrayContent([1]), "../../escaped.jpg", "escaped.jpg" },
            { new ByteArrayContent([1]), "holiday/film.mp4", "film.mp4" },
            { new ByteArrayContent([1]), "holiday/._1.jpg", "._1.jpg" },
            { new ByteArrayContent([1]), "holiday/beach/1.jpg/2.jpg", "2.jpg" },
        };
        var answer = await (await Client.PostAsync($"/api/uploads/{drop}/files", form, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(1, answer.GetProperty("saved").GetInt32());
        Assert.Contains("is not a path within what was dropped", answer.GetProperty("refused")[0].GetString());
        Assert.False(File.Exists(fixture.Folder["library/escaped.jpg"]));
        Assert.StartsWith("'holiday/film.mp4' is no picture by its name", answer.GetProperty("refused")[1].GetString());
        Assert.StartsWith("'holiday/._1.jpg' is hidden by its name", answer.GetProperty("refused")[2].GetString());
        Assert.Equal("'holiday/beach/1.jpg/2.jpg' cannot be stored under that name.", answer.GetProperty("refused")[3].GetString());

        var cutShort = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"half.jpg\"; filename=\"half.jpg\"\r\n\r\nhalf of"u8.ToArray()) { Headers = { { "Content-Type", "multipart/form-data; boundary=x" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync($"/api/uploads/{drop}/files", cutShort, Cancel)).StatusCode);
        var import = await Client.PostAsync($"/api/uploads/{drop}/import", null, Cancel);
        Assert.Equal("completed", (await WaitUntilOverAsync(import.Headers.Location!.OriginalString)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync($"/api/uploads/{drop}/files", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await Client.PostAsync($"/api/uploads/{drop}/import", null, Cancel)).StatusCode);
        Assert.EndsWith("/holiday/beach/1.jpg", (await UploadAsync(Some.Jpeg(2_000), "?k=1")).GetProperty("hits")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task What_the_shell_imports_is_found_by_the_server_at_once()
    {
        var path = fixture.Folder.Write("shell/one.jpg", Some.Jpeg(3_000));
        await RunningProgram.RunAsync("import", path, "--data-dir", fixture.Folder["library"]);
        Assert.Equal(path, (await UploadAsync(Some.Jpeg(3_000), "?k=1")).GetProperty("hits")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_name_that_was_pointed_at_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/pictures") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await Client.SendAsync(request, Cancel)).StatusCode);
    }

    private async Task<JsonElement> WaitUntilOverAsync(string job)
    {
        for (; ; await Task.Delay(50, Cancel))
        {
            var state = await GetAsync(job);
            if (state.GetProperty("state").GetString() is "completed" or "failed" or "cancelled") return state;
        }
    }

    [Fact]
    public async Task Another_model_is_added_used_and_gone_back_from()
    {
        // A library of its own: the others of this class go on with their model.
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 6; i++) folder.Write($"pictures/{i:00}.jpg", Some.Jpeg(i));
        await RunningProgram.RunAsync("import", folder["pictures"], "--data-dir", folder["library"]);
        using var server = await RunningServer.StartAsync(folder["library"]);
        async Task<JsonElement> Read(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        var file = Some.Model(folder, "mine");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(file, Cancel)), "file", "mine.safetensors" } };
        var added = await Read(await server.Client.PostAsync("/api/models", form, Cancel));
        Assert.Equal(("mine", false), (added.GetProperty("name").GetString(), added.GetProperty("inUse").GetBoolean()));
        var id = added.GetProperty("id").GetInt64();

        var job = (await Read(await server.Client.PostAsync($"/api/models/{id}/use", null, Cancel))).GetProperty("id").GetInt64();
        async Task<string?> State() =>
            (await server.Client.GetFromJsonAsync<JsonElement>($"/api/models/changes/{job}", Cancel)).GetProperty("state").GetString();
        while (await State() is "queued" or "running") await Task.Delay(20, Cancel);
        Assert.Equal("completed", await State());
        var found = await server.Client.GetFromJsonAsync<JsonElement>("/api/search?id=1&k=5", Cancel);
        Assert.Equal((64, 5), (found.GetProperty("bits").GetInt32(), found.GetProperty("hits").GetArrayLength()));
        Assert.Equal(HttpStatusCode.Conflict, (await server.Client.DeleteAsync($"/api/models/{id}", Cancel)).StatusCode);

        Assert.Equal(await File.ReadAllBytesAsync(file, Cancel), await server.Client.GetByteArrayAsync($"/api/models/{id}/file", Cancel));
        Assert.Equal("default", (await Read(await server.Client.PostAsync("/api/models/back", null, Cancel))).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"/api/models/{id}", Cancel)).StatusCode);
        Assert.Equal(1, (await server.Client.GetFromJsonAsync<JsonElement>("/api/models", Cancel)).GetArrayLength());
    }

    [Fact]
    public async Task A_picture_that_is_longer_than_the_server_takes_is_refused_with_how_long_one_may_be()
    {
        using var folder = new TemporaryFolder();
        using var server = await RunningServer.StartAsync(folder["library"], ["--imaging-max-bytes", "1000000"]);
        foreach (var (bytes, status, limit) in new[] { (1_000_100, HttpStatusCode.UnprocessableEntity, "1,000,000"), (1_200_000, HttpStatusCode.RequestEntityTooLarge, "limit 1065536") })
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "file", "long.jpg" } };
            var answer = await server.Client.PostAsync("/api/search", form, Cancel);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(limit, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString());
        }

        using var many = new MultipartFormDataContent { { new ByteArrayContent(Some.Jpeg(1)), "file", "short.jpg" } };
        // None of them too long by itself.
        foreach (var other in new[] { "a", "b", "c" }) many.Add(new ByteArrayContent(new byte[1_000_000]), other, other);
        // Else the answer may come while all is still sent, and be lost.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/search") { Content = many, Headers = { ExpectContinue = true } };
        var refused = await server.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("2,131,072 bytes", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString());
    }
}
