using RecordsManager.Web.Hosting;

// One binary, three verbs: migrate (as the schema's owner), seed (once, repeatable), serve.
return args.FirstOrDefault() switch
{
    "migrate" => await Migration.Run(),
    "seed" => await Seed.Run(withSample: !args.Contains("--no-sample"), transcript: args.SkipWhile(a => a != "--transcript").ElementAtOrDefault(1)),
    "serve" or null => await Server.Run(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: RecordsManager.Web migrate | seed [--no-sample] [--transcript FILE] | serve");
    return 2;
}

public partial class Program;
