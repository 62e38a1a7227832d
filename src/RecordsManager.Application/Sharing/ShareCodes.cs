using System.Text;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>What is kept of a one-time code: bound to its link and to the browser that asked for it.</summary>
internal sealed class ShareCodes(ILinkSigner signer)
{
    public byte[] MacOf(ShareLinkId link, Guid browser, string digits) =>
        signer.Mac(LinkPurpose.Code, [.. link.Value.ToByteArray(), .. browser.ToByteArray(), .. Encoding.ASCII.GetBytes(digits)]);
}
