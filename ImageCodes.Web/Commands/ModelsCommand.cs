using System.CommandLine;
using ImageCodes.Model.Ingestion;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Jobs;
using ImageCodes.Web.Models;
using Spectre.Console;

namespace ImageCodes.Web.Commands;

/// <summary><c>imagecodes models</c>: the model versions of the library, and which is in use.</summary>
internal static class ModelsCommand
{
    public static Command Create(SettingFlags flags)
    {
        var json = Output.JsonFlag();
        var command = new Command("models", "List the model versions of the library, the one in use first.") { json };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var live = services.GetRequiredService<LiveModel>().Current.Id;
            var models = services.GetRequiredService<ModelStore>().All().OrderByDescending(model => model.Id == live).ToList();
            if (call.GetValue(json))
            {
                var listed = models.Select(
                    model => new { model.Id, model.Version, model.Bits, InUse = model.Id == live, model.Codes, Figures = model.Card.Metrics });
                Output.PrintJson(new { Models = listed });
                return;
            }

            var table = new Table().AddColumns("id", "version", "bits", "codes", "");
            foreach (var model in models)
                table.AddRow($"{model.Id}", Markup.Escape(Output.OneLine(model.Version)), $"{model.Bits}", $"{model.Codes:N0}",
                    model.Id == live ? "in use" : model.IsUsable ? "" : model.IsSuperseded ? "superseded" : "file gone");
            AnsiConsole.Write(table);
        });
        command.Subcommands.Add(Add(flags));
        command.Subcommands.Add(Use(flags));
        command.Subcommands.Add(Back(flags));
        command.Subcommands.Add(Save(flags));
        command.Subcommands.Add(Remove(flags));
        return command;
    }

    private static Command Add(SettingFlags flags)
    {
        var file = new Argument<string>("FILE") { Description = "A model file that 'train' wrote, or that was saved from another library." };
        var command = new Command("add", "Copy a model file into the library.") { file };
        command.SetAction(call =>
        {
            using var services = flags.Services(call);
            var model = services.GetRequiredService<ModelStore>().Import(call.GetRequiredValue(file));
            Console.WriteLine($"{model.Version} is model {model.Id} of the library.");
        });
        return command;
    }

    private static Command Use(SettingFlags flags)
    {
        var id = Id();
        var command = new Command("use", "Make a model's codes of every picture, then use it.") { id };
        command.SetAction(async (call, cancel) =>
        {
            await using var services = flags.ServicesOfLibrary(call);
            var model = Find(services, call.GetValue(id));
            await ImportBar.ShowAsync(progress => services.GetRequiredService<ModelSwitch>().UseAsync(model, progress, cancel));
            Console.WriteLine($"{model.Version} is in use, also by a server that runs on this library, unless its settings name a model.");
        });
        return command;
    }

    private static Command Back(SettingFlags flags)
    {
        var command = new Command("back", "Go back to the model that was used before.");
        command.SetAction(async (call, cancel) =>
        {
            await using var services = flags.ServicesOfLibrary(call);
            var live = services.GetRequiredService<LiveModel>();
            live.GoBack();
            var encoder = live.Current.Encoder;
            await ImportBar.ShowAsync(progress => services.GetRequiredService<Importer>().EncodeMissingAsync(encoder, progress, cancel));
            Console.WriteLine($"{encoder.Version} is in use.");
        });
        return command;
    }

    private static Command Save(SettingFlags flags)
    {
        var id = Id();
        var file = new Argument<string>("FILE") { Description = "Where to write it." };
        var command = new Command("save", "Write a model's file, to add it to another library.") { id, file };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            File.Copy(Find(services, call.GetValue(id)).Path, call.GetRequiredValue(file));
        });
        return command;
    }

    private static Command Remove(SettingFlags flags)
    {
        var id = Id();
        var command = new Command("remove", "Forget a model that is not in use: its codes, and the library's copy of its file.") { id };
        command.SetAction(call =>
        {
            using var services = flags.ServicesOfLibrary(call);
            var number = call.GetValue(id);
            var model = services.GetRequiredService<ModelStore>().Find(number) ?? throw new InvalidOperationException($"The library has no model {number}; 'imagecodes models' lists them.");
            services.GetRequiredService<ModelChanges>().Remove(model);
        });
        return command;
    }

    private static Argument<long> Id() => new("ID") { Description = "The model's number in the library, as 'imagecodes models' lists it." };

    private static KnownModel Find(ServiceProvider services, long id)
    {
        var models = services.GetRequiredService<ModelStore>();
        return models.Refuse(id) is { } reason ? throw new InvalidOperationException($"{reason} 'imagecodes models' lists what is there.") : models.Find(id)!;
    }
}
