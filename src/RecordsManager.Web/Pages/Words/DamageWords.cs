using RecordsManager.Application.Integrity;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What is wrong with an object, in words.</summary>
public static class DamageWords
{
    public static string Say(string damage) => Enum.TryParse<Damage>(damage, out var known) ? Say(known) : "damaged";

    public static string Say(Damage damage) => damage switch
    {
        Damage.Missing => "missing",
        Damage.Changed => "changed, cut off, or another object",
        Damage.NotAsStored => "not what was stored under its name",
        _ => "not what the ledger says was stored",
    };
}
