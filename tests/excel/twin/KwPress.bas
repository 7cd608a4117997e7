Option Explicit
' What the test does: presses buttons, asks what can be pressed, and keeps notes in columns H and I.
Public Sub KwPressed(tag As String)
    Dim control As New FakeControl
    control.Tag = tag
    KwAction control
End Sub

Public Function KwCan(name As String) As String
    Dim control As New FakeControl, answer As Variant
    Select Case name
    Case "book"
        KwEnabledBook control, answer
    Case "results"
        KwEnabledResults control, answer
    Case "finding"
        KwEnabledFinding control, answer
    End Select
    KwCan = CStr(answer)
End Function

Public Function KwAsked() As String
    KwAsked = KwCall("asked", Nothing)
End Function

Public Function KwStatus() As String
    KwStatus = CStr(Application.StatusBar)
End Function

Public Function KwKept() As String
    KwKept = CStr(KwHolds(ActiveWorkbook))
End Function

Public Function KwNoted(name As String) As String
    KwNoted = CStr(ThisWorkbook.Sheets("text").Cells(KwRow(name), 9).Value)
End Function

Public Sub KwNote(name As String, text As String)
    Dim row As Long
    row = KwRow(name)
    ThisWorkbook.Sheets("text").Cells(row, 8).Value = name
    ThisWorkbook.Sheets("text").Cells(row, 9).Value = text
End Sub

Private Function KwRow(name As String) As Long
    KwRow = 1
    Do While CStr(ThisWorkbook.Sheets("text").Cells(KwRow, 8).Value) <> ""
        If CStr(ThisWorkbook.Sheets("text").Cells(KwRow, 8).Value) = name Then Exit Do
        KwRow = KwRow + 1
    Loop
End Function
