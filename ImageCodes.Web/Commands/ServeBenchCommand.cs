using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using ImageCodes.Model.Imaging;
using ImageCodes.Web.Access;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes bench serve DIR</c>: asks a running server for pictures that look like some, from many clients at once.</summary>
internal static class ServeBenchCommand
{
    private const int WarmUpRequests = 20;
    private const int MostPictures = 200;

    /// <summary>What one number of clients saw. Milliseconds go from the first byte of the upload to the last of the answer.</summary>
    private sealed record ServeFigures(int Clients, int Requests, int Errors, double P50Millis, double P99Millis, double RequestsPerSecond);

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = $"Pictures to ask for, in turn: the first {MostPictures} of them." };
        var url = new Option<string>("--url") { Description = "Where the server is.", DefaultValueFactory = _ => "http://localhost:5080" };
        var clients = new Option<int[]>("--clients") { Description = "How many ask at a time; each number is measured by itself.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 8, 32] };
        var requests = new Option<int>("--requests") { Description = "Of each number of clients.", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<int>("--seconds") { Description = "After which a measurement ends, whatever is left of the requests.", DefaultValueFactory = _ => 120 };
        var key = new Option<string?>("--key") { Description = "The server's API key, where it has one." };
        var json = Output.JsonFlag();
        foreach (var option in new[] { requests, seconds }) option.AtLeast(1);
        clients.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()?.FirstOrDefault(number => number < 1, 1) is < 1 and var wrong)
                result.AddError($"--clients are 1 or more; got {wrong}.");
        });
        var command = new Command("serve", "Time searches of a running server, upload and answer included.") { folder, url, clients, requests, seconds, key, json };
        command.SetAction(async (call, cancel) =>
        {
            if (!Uri.TryCreate(call.GetRequiredValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new UsageException($"--url takes an address like http://localhost:5080; got '{call.GetValue(url)}'.");
            var pictures = PictureFiles.ReadBelow(call.GetRequiredValue(folder)).Take(MostPictures).Select(file => file.Read()).ToList();
            if (pictures.Count == 0) throw new InvalidOperationException($"'{call.GetRequiredValue(folder)}' holds no pictures.");
            using var http = new HttpClient { BaseAddress = address };
            if (call.GetValue(key) is { } secret) http.DefaultRequestHeaders.Add(ApiKeyHandler.Header, secret);
            await AskAsync(http, pictures, 1, WarmUpRequests, TimeSpan.FromSeconds(call.GetValue(seconds)), cancel);
            var figures = new List<ServeFigures>();
            foreach (var number in call.GetRequiredValue(clients))
                figures.Add(await AskAsync(http, pictures, number, call.GetValue(requests), TimeSpan.FromSeconds(call.GetValue(seconds)), cancel));
            if (call.GetValue(json))
            {
                Output.PrintJson(new { Results = figures });
                return;
            }

            var table = new Table().AddColumns("clients", "requests", "errors", "median ms", "p99 ms", "requests/s");
            foreach (var row in figures)
                table.AddRow($"{row.Clients}", $"{row.Requests:N0}", $"{row.Errors:N0}",
                    $"{row.P50Millis:0.0}", $"{row.P99Millis:0.0}", $"{row.RequestsPerSecond:0}");
            AnsiConsole.Write(table);
        });
        return command;
    }

    private static async Task<ServeFigures> AskAsync(
        HttpClient http, List<byte[]> pictures, int clients, int requests, TimeSpan most, CancellationToken cancel)
    {
        var millis = new ConcurrentBag<double>();
        var (next, errors, clock) = (0, 0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number <= requests && clock.Elapsed < most; number = Interlocked.Increment(ref next))
            {
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    using var form = new MultipartFormDataContent { { new ByteArrayContent(pictures[number % pictures.Count]), "file", "picture" } };
                    using var answer = await http.PostAsync("/api/search", form, cancel);
                    await answer.Content.ReadAsByteArrayAsync(cancel);
                    answer.EnsureSuccessStatusCode();
                    millis.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
                catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
                {
                    if (Interlocked.Increment(ref errors) == 1) CommandLine.ForPeople.MarkupLineInterpolated($"{failure.Message}");
                }
            }
        }));
        if (millis.IsEmpty) throw new InvalidOperationException($"None of {errors:N0} requests to {http.BaseAddress} succeeded.");
        var sorted = millis.Order().ToList();
        return new ServeFigures(
            clients, sorted.Count, errors, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)], sorted.Count / clock.Elapsed.TotalSeconds);
    }
}
