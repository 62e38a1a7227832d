using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>
/// A consent receipt in the shape of ISO/IEC TS 27560:2023 as the W3C's DPV guide writes it (consent-records.md). Nothing in it
/// is about anybody but the person and the organization. Numbers are written as strings, so that canonicalizing it is sorting keys.
/// </summary>
internal static class ReceiptDocument
{
    private const string Schema = "https://w3id.org/dpv/schema/dpv-27560#";

    public static JsonObject Of(
        ConsentEvent happened, Recording recording, Organization organization, TermsOfAnswer terms, Notice? notice, ShownNotice? shown, IReadOnlyList<string> own, string packVersion, string site)
    {
        var person = "urn:records:" + happened.Person;
        var controller = "urn:records:" + organization.Id;
        return new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["dpv"] = "https://w3id.org/dpv#",
                ["dct"] = "http://purl.org/dc/terms/",
                ["loc"] = "https://w3id.org/dpv/loc#",
                ["eu-gdpr"] = "https://w3id.org/dpv/legal/eu/gdpr#",
                ["pd"] = "https://w3id.org/dpv/pd#",
                ["rdf"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                ["schema"] = "https://schema.org/",
                ["x-records"] = "urn:records:receipt:1#",
            },
            ["@id"] = "urn:uuid:" + Uuid4("receipt", happened.Id),
            ["@type"] = "dpv:ConsentReceipt",
            ["dct:conformsTo"] = Schema + "receipt",
            ["dct:identifier"] = Uuid4("receipt", happened.Id),
            ["dct:created"] = Iso(happened.RecordedAt),
            ["dct:publisher"] = new JsonObject { ["@id"] = controller },
            ["schema:recipient"] = new JsonObject { ["@id"] = person },
            ["x-records:keys"] = $"{site}/.well-known/records-receipt-keys/{organization.Id}",
            ["dpv:hasRecordOfActivity"] = new JsonArray(new JsonObject
            {
                ["@id"] = "urn:uuid:" + Uuid4("record", happened.Id),
                ["@type"] = "dpv:ConsentRecord",
                ["dct:conformsTo"] = Schema + "record",
                ["dct:identifier"] = Uuid4("record", happened.Id),
                ["dpv:hasDataSubject"] = new JsonObject { ["@id"] = person, ["@type"] = "dpv:DataSubject" },
                ["dpv:hasDataController"] = Controller(organization, controller, terms.Contact),
                ["dpv:hasJurisdiction"] = new JsonArray([.. own.Append(organization.EstablishedIn).Distinct(StringComparer.Ordinal).Select(code => (JsonNode)("loc:" + code))]),
                ["dpv:hasNotice"] = Shown(happened, notice, shown),
                ["dpv:hasLegalBasis"] = Basis(terms.Basis),
                ["x-records:statedBasis"] = terms.StatedBasis ?? "",
                ["dpv:hasProcess"] = new JsonArray([.. happened.Purposes.Select(purpose => (JsonNode)Process(purpose, happened, recording, organization, terms.Keep))]),
                ["dpv:hasConsentControl"] = new JsonObject
                {
                    ["@type"] = "dpv:WithdrawConsent",
                    ["dpv:isExercisedAt"] = site + "/",
                    ["x-records:how"] = "At the address of the question, or in My recordings: change the answer. One click, at any time while it is kept.",
                },
                ["dpv:hasConsentStatus"] = new JsonArray(Status(happened, person)),
                ["x-records:call"] = recording.Id.ToString(),
                ["x-records:identityAssurance"] = "claimed",
                ["x-records:jurisdictionDataVersion"] = packVersion,
                ["x-records:event"] = happened.Id.ToString(),
            }),
        };
    }

    private static JsonObject Controller(Organization organization, string id, string contact) => new()
    {
        ["@id"] = id,
        ["@type"] = "dpv:DataController",
        ["dct:identifier"] = organization.Id.ToString(),
        ["dpv:hasName"] = organization.Name,
        ["dpv:hasAddress"] = "loc:" + organization.EstablishedIn,
        ["dpv:hasContact"] = contact,
        ["x-records:partyType"] = "controller",
    };

    private static string Basis(LawfulBasis basis) => basis switch
    {
        LawfulBasis.Consent => "eu-gdpr:A6-1-a",
        LawfulBasis.Contract => "eu-gdpr:A6-1-b",
        LawfulBasis.LegalObligation => "eu-gdpr:A6-1-c",
        LawfulBasis.PublicTask => "eu-gdpr:A6-1-e",
        LawfulBasis.LegitimateInterests => "eu-gdpr:A6-1-f",
        _ => "x-records:statutory-exemption",
    };

    private static JsonObject Shown(ConsentEvent happened, Notice? notice, ShownNotice? shown) => new()
    {
        ["@id"] = "urn:records:" + (notice is null ? "notice:none" : notice.Id.ToString()),
        ["@type"] = "dpv:ConsentNotice",
        ["dct:language"] = happened.Language ?? notice?.Language ?? "und",
        ["dct:date"] = notice is null ? "" : Iso(notice.PublishedAt),
        ["x-records:version"] = notice?.Version.ToString(CultureInfo.InvariantCulture) ?? "",
        ["x-records:noticeSha256"] = happened.NoticeSha256 ?? "",
        ["x-records:text"] = shown?.Canonical ?? "",
    };

    private static JsonObject Process(string purpose, ConsentEvent happened, Recording recording, Organization organization, string keep) => new()
    {
        ["@type"] = "dpv:Process",
        ["dpv:hasPurpose"] = purpose == Purpose.Recording ? "dpv:ServiceProvision" : "x-records:" + purpose,
        ["x-records:purpose"] = purpose,
        ["dpv:hasPersonalData"] = new JsonArray([.. Data(purpose == Purpose.Recording ? happened.Media : happened.Media & MediaKinds.Audio)]),
        ["dpv:hasProcessing"] = new JsonArray("dpv:Collect", "dpv:Store"),
        ["dpv:hasRecipient"] = purpose == Purpose.Sharing ? new JsonArray("x-records:people-invited-to-the-call", "x-records:holders-of-a-share-link") : [],
        ["dpv:hasStorageCondition"] = new JsonArray(
            new JsonObject { ["@type"] = "dpv:StorageDuration", ["dpv:hasDuration"] = keep },
            new JsonObject { ["@type"] = "dpv:StorageLocation", ["dpv:hasLocation"] = "loc:" + (recording.RecordedIn ?? organization.EstablishedIn) }),
    };

    private static IEnumerable<JsonNode> Data(MediaKinds media) =>
        new[] { (MediaKinds.Audio, "pd:VoiceCommunicationRecording"), (MediaKinds.Video, "x-records:camera-picture"), (MediaKinds.Screen, "x-records:shared-screen"), (MediaKinds.Chat, "x-records:chat-message") }
            .Where(kind => media.HasFlag(kind.Item1)).Select(kind => (JsonNode)kind.Item2);

    private static JsonObject Status(ConsentEvent happened, string person) => new()
    {
        ["@type"] = new JsonArray(
            happened.Kind switch
            {
                ConsentEventKind.Granted or ConsentEventKind.Continued => "dpv:ConsentGiven",
                ConsentEventKind.Refused or ConsentEventKind.Objected => "dpv:ConsentRefused",
                ConsentEventKind.Withdrawn => "dpv:ConsentWithdrawn",
                _ => "dpv:ConsentRequested",
            },
            happened.Kind == ConsentEventKind.Continued ? "dpv:ImpliedConsent" : happened.Method == "click" ? "dpv:ExplicitlyExpressedConsent" : "dpv:ExpressedConsent"),
        ["dpv:isIndicatedBy"] = happened.By == ConsentSpeaker.Self ? person : "x-records:" + happened.By.ToString().ToLowerInvariant(),
        ["x-records:onBehalfOf"] = happened.By == ConsentSpeaker.Self ? "" : person,
        ["dpv:hasIndicationMethod"] = happened.Method,
        ["dpv:isIndicatedAtTime"] = Iso(happened.At),
        ["dpv:hasDuration"] = new JsonObject { ["@type"] = "dpv:UntilEventDuration", ["rdf:value"] = "withdrawal, or the end of the retention" },
    };

    /// <summary>The standard wants version 4, and making it again has to give the same: the bits are those of a hash.</summary>
    private static string Uuid4(string of, ConsentEventId id)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{of}|{id}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }

    private static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
