namespace ImageCodes.Tests.Commands;

public sealed class ForgetCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunningProgram.RunAsync([.. arguments, "--data-dir", _folder["library"]]);

    [Fact]
    public async Task Pictures_are_forgotten_by_number_by_file_or_by_folder_and_a_backup_still_has_them()
    {
        foreach (var (name, seed) in new[] { ("one/1.jpg", 1), ("one/2.jpg", 2), ("two/3.jpg", 3), ("4.jpg", 4) })
            _folder.Write($"pictures/{name}", Some.Jpeg(seed));
        await RunAsync("import", _folder["pictures"]);
        Assert.Equal(0, (await RunAsync("backup", _folder["copy"])).ExitCode);

        Assert.Equal("2 pictures were taken out of the library.", (await RunAsync("forget", _folder["pictures/one"])).Output.Trim());
        Assert.Equal("1 picture was taken out of the library.", (await RunAsync("forget", _folder["pictures/4.jpg"])).Output.Trim());
        var (exitCode, _, errors) = await RunAsync("forget", _folder["pictures/4.jpg"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("has no picture at or below", errors);
        Assert.True(File.Exists(_folder["pictures/4.jpg"]));

        var left = (await RunAsync("codes")).Output;
        Assert.Contains("3.jpg", left);
        Assert.DoesNotContain("1.jpg", left);
        Assert.Contains("1.jpg", (await RunningProgram.RunAsync("codes", "--data-dir", _folder["copy"])).Output);
    }

    [Fact]
    public async Task Where_one_name_is_wrong_or_means_two_things_nothing_is_forgotten()
    {
        _folder.Write("pictures/1/a.jpg", Some.Jpeg(1));
        await RunAsync("import", _folder["pictures"]);
        var (exitCode, _, errors) = await RunAsync("forget", "1", "777");
        Assert.Equal(1, exitCode);
        Assert.Contains("'777', and none of that number", errors);

        (exitCode, _, errors) = await RunningProgram.RunWithinAsync(_folder["pictures"], "forget", "1", "--data-dir", _folder["library"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("write './1'", errors);
        Assert.Contains("a.jpg", (await RunAsync("codes")).Output);
        Assert.Equal("1 picture was taken out of the library.",
            (await RunningProgram.RunWithinAsync(_folder["pictures"], "forget", "./1", "--data-dir", _folder["library"])).Output.Trim());
    }
}
