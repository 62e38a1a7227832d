using System.CommandLine;
using RecordsManager.Cli;
using RecordsManager.Cli.Consent;
using RecordsManager.Cli.Doctor;
using RecordsManager.Cli.Ingest;
using RecordsManager.Cli.Keys;
using RecordsManager.Cli.Verify;

var root = new RootCommand("""
    records: delivers calls to a RecordsManager server, looks after it, and verifies its evidence without it.
    The server's address is in RECORDS_URL, the API key in RECORDS_API_KEY.
    """);
root.Subcommands.Add(IngestCommand.Create());
root.Subcommands.Add(ConsentCommand.Create());
root.Subcommands.Add(KeysCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(VerifyCommand.Create());

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    await Console.Error.WriteLineAsync("'records --help' shows what there is.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Refusal refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return refusal.ExitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return ExitCode.Failed;
}
