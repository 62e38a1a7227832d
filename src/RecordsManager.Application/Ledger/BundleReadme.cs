namespace RecordsManager.Application.Ledger;

/// <summary>What an auditor reads who has nothing but the bundle.</summary>
internal static class BundleReadme
{
    public const string Text = """
        A BUNDLE OF A CONSENT TRAIL
        ===========================

        This file is evidence that stands on its own. It shows what was recorded in the ledger of an
        organization, in which order and when, and that nothing of it was changed afterwards. It can be
        checked without the organization, without RecordsManager and without a network.

        It names nobody. Persons stand in it by pseudonymous ids (per_...); what is personal is not
        here but committed to: HMAC-SHA256 of the values (canonical JSON), keyed with a random salt. Who
        is shown the personal values gets them and the salts in a separate file, a disclosure, and can
        check that they are the ones committed to.


        CHECK IT

            records verify BUNDLE.zip --key KEY

        where KEY is the organization's ledger key (one line, name+id+base64) as you have it from
        elsewhere than this file: from its website, a contract, an earlier bundle. Without --key only
        the bundle itself says that the key is the organization's. Further:

            --since FILE        a checkpoint or bundle you kept: the ledger must have grown out of it
            --disclosure FILE   personal values, compared with what the entries commit to

        Exit code 0 means that all of it holds; otherwise each fault is named with its part.


        WHAT IS IN IT

        manifest.json        every other part with its length and SHA-256; which ledger, which size
        manifest.note        the signature of the manifest
        keys                 the public keys of the ledger, one a line (C2SP signed-note vkey)
        checkpoint           size and root of the ledger, signed (C2SP tlog-checkpoint)
        checkpoints/N        earlier checkpoints, each with the proof that it grew out of the one before
        notices/index.jsonl  which version and language each notice is, and for which purposes
        notices/HASH.txt     the exact text people were shown; HASH is its SHA-256. In form 2 the text
                             begins with its language, version and purposes
        entries.jsonl        the entries, one a line, oldest first
        proofs/N.tlog-proof  that entry N stands in the ledger (C2SP tlog-proof); only where not all
                             entries are here

        An entry is canonical JSON (RFC 8785): a who did it, c commitment to the personal values, d
        details, k what happened, l the ledger, o about what, q number, s the person it is about,
        t when (UTC), v version.


        CHECK IT WITHOUT OUR PROGRAM

        1. The leaf hash of an entry is sha256(0x00 || line without its line feed).
        2. Two hashes make the one above them: sha256(0x01 || left || right). The tree and its proofs
           are those of RFC 6962, section 2.1. Over all entries it gives the root in the checkpoint.
        3. The checkpoint's signature (ECDSA P-256 over SHA-256, ASN.1 DER) is over the text up to and
           including the line feed before the empty line. In the signature line, after the dash and the
           name, base64 holds four bytes of key id and then the signature. In the keys file the part
           after the last + is base64 of one byte 0x02 and the public key (SubjectPublicKeyInfo, DER).
           OpenSSL checks it: openssl dgst -sha256 -verify KEY.pem -signature SIGNATURE TEXT
        4. manifest.note signs three lines: a fixed title, the ledger, and the SHA-256 of manifest.json.
        """;
}
