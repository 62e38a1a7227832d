using RecordsManager.Application.Consent;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Links;

/// <summary>The question as a participant sees it; the same for the page, the widget and an admin's preview.</summary>
/// <param name="Action">Where the answer goes; null in a preview, where there is nothing to answer.</param>
public sealed record QuestionModel(ShowInvitation.View View, ConsentWords Words, bool AsksGuardian, string? Action);
