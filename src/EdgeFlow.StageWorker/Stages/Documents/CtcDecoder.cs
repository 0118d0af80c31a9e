using System.Text;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// Greedy decoding of connectionist temporal classification (Graves et al., ICML 2006): at each step the likeliest
/// class; repeats count once, and class 0 is the blank between them. Immutable, safe for concurrent use.
/// </summary>
internal sealed class CtcDecoder
{
    private readonly string[] classes;

    /// <param name="keys">The characters of classes 1, 2 …; a space is added as the last class.</param>
    public CtcDecoder(IEnumerable<string> keys) => classes = ["", .. keys, " "];

    /// <summary>Number of classes, blank and space included.</summary>
    public int Classes => classes.Length;

    /// <summary>Reads the keys file: one character a line, in the order of the model's classes.</summary>
    /// <exception cref="StageException">It cannot be read or is larger than any such file.</exception>
    public static CtcDecoder Read(string path)
    {
        const int maxBytes = 4 * 1024 * 1024;
        try
        {
            if (new FileInfo(path).Length > maxBytes)
            {
                throw new StageException("BadParameter", $"{path} is larger than {maxBytes} bytes.");
            }

            return new CtcDecoder(File.ReadAllText(path, Encoding.UTF8).TrimEnd('\r', '\n').Split('\n')
                .Select(line => line.TrimEnd('\r')));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StageException("BadParameter", $"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Decodes one line.</summary>
    /// <param name="probabilities">Row by row: a step's probabilities of all classes.</param>
    public TextLine Decode(ReadOnlySpan<float> probabilities)
    {
        var text = new StringBuilder();
        var (sum, count, previous) = (0.0, 0, 0);
        for (; probabilities.Length >= classes.Length; probabilities = probabilities[classes.Length..])
        {
            var step = probabilities[..classes.Length];
            var best = Best(step);
            if (best > 0 && best != previous)
            {
                text.Append(classes[best]);
                sum += step[best];
                count++;
            }

            previous = best;
        }

        return new TextLine(text.ToString(), count == 0 ? 0 : Math.Round(sum / count, 4));
    }

    private static int Best(ReadOnlySpan<float> step)
    {
        var best = 0;
        for (var at = 1; at < step.Length; at++)
        {
            best = step[at] > step[best] ? at : best;
        }

        return best;
    }
}
