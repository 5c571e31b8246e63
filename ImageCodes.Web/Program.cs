return await ImageCodes.Web.Commands.CommandLine.RunAsync(args);
