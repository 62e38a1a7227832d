namespace RecordsManager.Domain;

/// <summary>What a lawful user ran into. The <paramref name="Code"/> is public API and is never reworded.</summary>
public sealed record Error(string Code, string Message, ErrorKind Kind, string? WhatToDo = null);

public enum ErrorKind
{
    Validation,
    Forbidden,
    NotFound,
    Conflict,
}

public interface IOutcome
{
    Error? Error { get; }
}

/// <summary>The outcome of an act that a lawful user may be refused; bugs and broken infrastructure throw instead.</summary>
public readonly record struct Result(Error? Error) : IOutcome
{
    public static readonly Result Ok = new(null);

    public bool Failed => Error is not null;

    public static implicit operator Result(Error error) => new(error);
}

public readonly record struct Result<T> : IOutcome
{
    private readonly T? _value;

    private Result(T? value, Error? error)
    {
        _value = value;
        Error = error;
    }

    public Error? Error { get; }

    public bool Failed => Error is not null;

    /// <exception cref="InvalidOperationException">The result is a refusal.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"No value: {Error.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}
