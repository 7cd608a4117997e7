Option Explicit
' No box: what would be shown is noted, what would be typed is read from the same list.
Public Function KwReady() As Boolean
    KwReady = (KwNoted("editing") = "")
End Function

Public Sub KwShow(kind As String, text As String)
    KwNote "shown", kind & vbLf & text
End Sub

Public Function KwConfirm(question As String) As Boolean
    KwNote "question", question
    KwConfirm = (KwNoted("reply") = "yes")
End Function

Public Function KwAsk(question As String, ByRef typed As String) As Boolean
    KwNote "question", question
    typed = KwNoted("reply")
    KwAsk = (typed <> "")
End Function
