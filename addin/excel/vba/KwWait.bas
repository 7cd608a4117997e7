Option Explicit
' Work that goes on in the background: Excel stays free, asks once a second how far it is, and Esc ends it.
' No call lasts long enough for Excel's "waiting for another application", and none is made while a cell is edited.
Private kwWaiting As Boolean
Private kwStopping As Boolean

Public Sub KwWatch(text As String)
    If Not kwWaiting Then
        kwWaiting = True
        kwStopping = False
        Application.Cursor = xlDefault
        Application.OnKey "{ESC}", KwMacro("KwCancel")
    End If
    Application.StatusBar = text
    KwLater 1, "KwPoll"
End Sub

Public Sub KwPoll()
    On Error GoTo failed
    If kwWaiting Then KwFollow IIf(kwStopping, "cancel", "poll")
    Exit Sub
failed:
    KwFail Err.Number
End Sub

' Esc: the next question after the work asks to end it, between two of its steps.
Public Sub KwCancel()
    On Error Resume Next
    kwStopping = True
    Application.StatusBar = KwText("stopping")
End Sub

Public Sub KwUnwatch()
    If kwWaiting Then Application.OnKey "{ESC}"
    kwWaiting = False
End Sub

Public Sub KwLater(seconds As Long, name As String)
    Application.OnTime Now + TimeSerial(0, 0, seconds), KwMacro(name)
End Sub

' Excel finds an add-in's macros by the add-in's name.
Private Function KwMacro(name As String) As String
    Dim added As Boolean
    On Error Resume Next
    added = ThisWorkbook.IsAddin
    KwMacro = name
    If added Then KwMacro = "'" & ThisWorkbook.Name & "'!" & name
End Function
