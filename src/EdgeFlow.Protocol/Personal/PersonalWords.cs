namespace EdgeFlow.Protocol.Personal;

/// <summary>The keys of personal data among a stage's parameters.</summary>
public static class PersonalWords
{
    /// <summary>In a submission: <c>{"personal": "text"}</c> in place of a text.</summary>
    public const string Given = "personal";

    /// <summary>In events, directives and answers: <c>{"personalRef": {"job": …, "box": …}}</c>.</summary>
    public const string Stored = "personalRef";

    /// <summary>Inside a reference: the job whose key opens the box.</summary>
    public const string Job = "job";

    /// <summary>Inside a reference: the box.</summary>
    public const string Box = "box";

    /// <summary>Longest text, in characters.</summary>
    public const int MaxChars = 16 * 1024;
}
