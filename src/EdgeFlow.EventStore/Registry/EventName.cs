using System.Text;

namespace EdgeFlow.EventStore.Registry;

/// <summary>The stored name of an event type, as Marten makes it: <c>job_submitted</c>.</summary>
public static class EventName
{
    /// <summary>The stored name of a type.</summary>
    /// <param name="type">An event's type.</param>
    public static string Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return SnakeCase(type.Name);
    }

    /// <summary>Lower case with an underscore before each word; a run of capitals is one word.</summary>
    /// <param name="name">A name in Pascal case.</param>
    public static string SnakeCase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '_')
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }
}
