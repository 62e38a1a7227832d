using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Web.Api;

/// <summary>The only place where a refusal becomes a status. Problem details are RFC 9457; <c>type</c> leads to the error's own page.</summary>
internal static class Problems
{
    public static ProblemHttpResult ToProblem(this Error error) => TypedResults.Problem(Details(error));

    public static ProblemDetails Details(Error error) => new()
    {
        Type = $"/errors/{error.Code}",
        Title = error.Message,
        Status = StatusOf(error.Kind),
        Detail = error.WhatToDo,
        Extensions = { ["code"] = error.Code },
    };

    /// <summary>The server refuses a body that is too long while it is read, where no code of ours sees it.</summary>
    public static void SayTooLong(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        if (details.Status == StatusCodes.Status413PayloadTooLarge && (!details.Extensions.TryGetValue("code", out var code) || code is "bad-request"))
        {
            details.Extensions["code"] = "body-too-long";
            (details.Type, details.Title, details.Detail) = ("/errors/body-too-long", "The request's body is too long.", "JSON may have 1 MiB; send media through /api/v1/uploads.");
        }
    }

    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Validation => StatusCodes.Status400BadRequest,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };
}

/// <summary>What is thrown, as problem details for programs; people get the error page.</summary>
internal sealed class ExceptionProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public const string KeysUnavailable = "keys-unavailable";

    /// <summary>Seconds.</summary>
    public const string RetryAfter = "30";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var details = exception switch
        {
            ValidationException invalid => Invalid(invalid),
            NotAllowedException => Of(StatusCodes.Status403Forbidden, "not-allowed", "You may not do this.", "Ask an administrator for the role that may."),
            ConcurrencyConflictException => Of(StatusCodes.Status409Conflict, "changed-meanwhile", "Somebody else changed this meanwhile.", "Load it again, then repeat what you did."),
            StorageFullException => Of(StatusCodes.Status503ServiceUnavailable, "storage-full", "There is no room to store this. Nothing was accepted.", "Try again later; an administrator must make room."),
            KekUnavailableException => Of(StatusCodes.Status503ServiceUnavailable, KeysUnavailable, "The keys cannot be reached. Nothing was accepted.", "Try again in a moment; if it stays, an administrator must look after what holds the keys."),
            StorageUnavailableException => Of(StatusCodes.Status503ServiceUnavailable, "storage-unavailable", "The object store does not answer. Nothing was accepted.", "Try again in a moment; if it stays, an administrator must look after the store."),
            _ when Outage.IsOfDatabase(exception) => Of(StatusCodes.Status503ServiceUnavailable, "database-unavailable", "The database does not answer. Nothing was accepted.", "Try again in a moment."),
            ObjectUnreadableException { Reason: not UnreadableReason.Damaged } => Of(StatusCodes.Status404NotFound, "not-found", "There is nothing here.", null),
            BadHttpRequestException bad => Of(bad.StatusCode, "bad-request", "The request cannot be read.", "See the API's description at /openapi/v1.json."),
            _ => Of(StatusCodes.Status500InternalServerError, "internal", "Something went wrong on our side.", "Try again; if it stays, tell the administrator the reference."),
        };
        details.Extensions["reference"] = httpContext.TraceIdentifier;
        httpContext.Response.StatusCode = details.Status!.Value;
        if (details.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfter;
        }

        // The middleware has put the error page's path into the request already; the feature still knows what was asked for.
        if (httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path.StartsWith("/api/", StringComparison.Ordinal) is not true)
        {
            return false; // a person: the error page, with the status set above
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details, Exception = exception });
    }

    private static ProblemDetails Invalid(ValidationException invalid)
    {
        var details = Of(StatusCodes.Status400BadRequest, "invalid", "Something in the request is not as it should be.", "Correct what errors names.");
        details.Extensions["errors"] = invalid.Errors.GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray());
        return details;
    }

    private static ProblemDetails Of(int status, string code, string title, string? detail) =>
        new() { Type = $"/errors/{code}", Title = title, Status = status, Detail = detail, Extensions = { ["code"] = code } };
}
