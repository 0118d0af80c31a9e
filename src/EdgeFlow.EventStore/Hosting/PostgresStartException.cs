namespace EdgeFlow.EventStore.Hosting;

/// <summary>A PostgreSQL server could not be found, prepared or started. The message says what was tried.</summary>
public sealed class PostgresStartException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, and what would help.</param>
    /// <param name="cause">What the system said, if anything.</param>
    public PostgresStartException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
