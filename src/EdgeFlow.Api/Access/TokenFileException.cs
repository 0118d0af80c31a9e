namespace EdgeFlow.Api.Access;

/// <summary>A file of tokens cannot be used; the message says where and what to do.</summary>
public sealed class TokenFileException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, line and what is wrong; never a token.</param>
    public TokenFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">File, line and what is wrong; never a token.</param>
    /// <param name="cause">What the system said.</param>
    public TokenFileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
