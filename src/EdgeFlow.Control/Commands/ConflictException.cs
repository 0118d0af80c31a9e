namespace EdgeFlow.Control.Commands;

/// <summary>Others changed a stream again and again between reading and appending: the limit of retries is
/// reached.</summary>
public sealed class ConflictException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="stream">The contested stream.</param>
    /// <param name="attempts">How often it was tried.</param>
    public ConflictException(string stream, int attempts)
        : base($"Stream '{stream}' was changed by others in each of {attempts} attempts.")
    {
    }
}
