namespace VideoStream.Adaptation;

/// <summary>What is to be done when a client has answered.</summary>
/// <param name="IsQuestionDue">Whether the client is to be asked the <see cref="ClientReading.Question"/> before the next frame.</param>
/// <param name="IsSendBlocked">Whether a frame is blocked, so that it is worth asking again.</param>
internal readonly record struct AnswerSequel(bool IsQuestionDue, bool IsSendBlocked);
