Option Explicit
' A press of a button: sends the request to Python and does what the first line of the answer says.
' The kinds of answers are described in addin/excel/answer.py.
Private kwRunning As Boolean
Private kwBook As Object

Public Sub KwRun(request As String)
    On Error GoTo failed
    If kwRunning Then
        KwShow "warn", KwText("busy")
    ElseIf Not KwReady() Then
        KwShow "warn", KwText("editing")
    Else
        KwBegin
        KwFollow request
    End If
    Exit Sub
failed:
    KwFail Err.Number
End Sub

Private Sub KwBegin()
    kwRunning = True
    Set kwBook = ActiveWorkbook
    Application.StatusBar = KwText("working")
    Application.Cursor = xlWait
End Sub

' Sends a request and what its answers ask for, until an answer ends the work or lets it go on by itself.
Public Sub KwFollow(ByVal request As String)
    Do While request <> ""
        request = KwNext(KwCall(request, kwBook))
    Loop
End Sub

' Shows an answer; returns the request that follows from it, empty when none does.
Private Function KwNext(answer As String) As String
    Dim text As String, typed As String
    text = KwRest(answer)
    Select Case KwFirst(answer)
    Case "wait"
        KwWatch text
    Case "ask"
        If KwAsk(KwRest(text), typed) Then KwNext = KwFirst(text) & vbLf & typed
        If KwNext = "" Then KwFinish "done", ""
    Case "confirm"
        If KwConfirm(KwRest(text)) Then KwNext = KwFirst(text)
        If KwNext = "" Then KwFinish "done", ""
    Case "done", "info", "warn", "error"
        KwFinish KwFirst(answer), text
    Case Else
        KwFail 0
    End Select
End Function

' Ends the work: everything as it was, then the box.
Public Sub KwFinish(kind As String, text As String)
    kwRunning = False
    Set kwBook = Nothing
    KwUnwatch
    Application.Cursor = xlDefault
    Application.StatusBar = False
    If kind = "done" And text <> "" Then Application.StatusBar = text
    KwInvalidate
    If kind <> "done" Then KwShow kind, text
End Sub

' The words of an error of VBA or COM are not for users: a sentence stands for its number.
Public Sub KwFail(number As Long)
    Dim key As String, text As String
    On Error Resume Next
    key = "error." & CStr(number)
    text = KwText(key)
    If text = key Then text = Replace(KwText("failed"), "%1", CStr(number))
    KwFinish "error", text
End Sub

' A workbook that is being worked on stays open.
Public Function KwHolds(ByVal book As Object) As Boolean
    On Error Resume Next
    If Not kwRunning Or kwBook Is Nothing Then Exit Function
    KwHolds = (book.FullName = kwBook.FullName)
    If KwHolds Then KwShow "warn", KwText("held")
End Function
