using System.CommandLine;
using System.Net.Sockets;
using ImageCodes.Model.Files;
using ImageCodes.Model.Imaging;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Samples;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Access;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using ImageCodes.Web.Settings;
using Microsoft.AspNetCore.Connections;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes serve</c>: the pages and the API, until Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create(SettingFlags flags)
    {
        var command = new Command("serve", "Serve the pages and the API.");
        command.SetAction(async (call, cancel) =>
        {
            await using var app = Server.Build(flags.Given(call));
            app.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
            // One server has a library to itself: it takes up jobs that were running when it was killed, and another's would look the same.
            var library = app.Services.GetRequiredService<LibraryDatabase>().Folder;
            using var alone =
                FolderLock.Take(library, refusal: $"Another server has the library in '{library}'. Stop it first, or name another folder with --data-dir.");
            app.Services.GetRequiredService<UploadFolders>().ClearParts();
            await AddSamplesAsync(app.Services, cancel);
            await WarmUpAsync(app.Services);
            try
            {
                await app.StartAsync(cancel);
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException)
            {
                throw new IOException($"{taken.Message} Another program listens there: --listen takes another address, such as http://localhost:5081.", taken);
            }
            catch (SocketException refused)
            {
                throw new IOException($"'{app.Services.GetRequiredService<AccessOptions>().Listen}' cannot be listened on: "
                    + $"{refused.Message}. --listen (or IMAGECODES_LISTEN) takes an address of this machine; "
                    + "ports below 1024 may need the rights of an administrator.", refused);
            }

            foreach (var address in app.Urls) Console.WriteLine($"ImageCodes is at {address}");
            await app.WaitForShutdownAsync(cancel);
        });
        return command;
    }

    /// <summary>Loads the model and the index and goes the whole way once, before the first visitor waits for it.</summary>
    private static async Task WarmUpAsync(IServiceProvider services)
    {
        var black = new PixelGrid(PictureDecoder.InputSize, PictureDecoder.InputSize, new byte[PictureDecoder.InputSize * PictureDecoder.InputSize * 3]);
        var similar = services.GetRequiredService<SimilarPictures>();
        similar.Find(await similar.EncodeAsync(new NetworkInput(black)), new SearchRequest());
    }

    /// <summary>Fills a library that never had a picture with the sample pictures, where that was asked for.</summary>
    private static async Task AddSamplesAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (!services.GetRequiredService<LibraryOptions>().Samples) return;
        var folder = SampleLibrary.FolderIn(services.GetRequiredService<LibraryDatabase>());
        // A finished folder stays as it is, also where someone took its pictures out; one that was interrupted is gone on with.
        if (SampleLibrary.IsFinished(folder)) return;
        if (!Directory.Exists(folder) && services.GetRequiredService<PictureStore>().CountFiles(new()) > 0) return;
        Console.WriteLine("Painting the sample library …");
        SamplePainter.Paint(folder, cancel: cancel);
        var (importer, model) = (services.GetRequiredService<Importer>(), services.GetRequiredService<LiveModel>());
        await ImportBar.ShowAsync(progress => importer.ImportAsync([folder], model.Current.Encoder, progress: progress, cancel: cancel));
        SampleLibrary.MarkFinished(folder);
    }
}
