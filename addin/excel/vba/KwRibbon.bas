Option Explicit
' Callbacks of the ribbon. ASCII only: Chinese stands in customUI14.xml and on the sheet "text".
' "As Object", not IRibbonControl: the project needs no reference, so none can be missing.
Private kwUi As Object

Public Sub KwOnLoad(ribbon As Object)
    Set kwUi = ribbon
End Sub

' A reset of VBA loses the ribbon: then the buttons keep the state they have.
Public Sub KwInvalidate()
    On Error Resume Next
    If Not kwUi Is Nothing Then kwUi.Invalidate
End Sub

' One callback for all buttons: the command is the control's tag.
Public Sub KwAction(control As Object)
    KwRun control.Tag
End Sub

Public Sub KwEnabledBook(control As Object, ByRef returnedVal)
    returnedVal = Not (ActiveWorkbook Is Nothing)
End Sub

Public Sub KwEnabledResults(control As Object, ByRef returnedVal)
    returnedVal = KwHasResults(ActiveWorkbook)
End Sub

Public Sub KwEnabledFinding(control As Object, ByRef returnedVal)
    returnedVal = KwMarked(ActiveSheet, KwText("mark.findings"))
End Sub

Public Function KwHasResults(book As Object) As Boolean
    Dim sheet As Object
    If book Is Nothing Then Exit Function
    For Each sheet In book.Sheets
        If KwMarked(sheet, KwText("mark")) Then
            KwHasResults = True
            Exit Function
        End If
    Next
End Function

' Our sheets say so in the hidden cell A1, also when they were renamed. A chart has no cells.
Public Function KwMarked(sheet As Object, mark As String) As Boolean
    On Error Resume Next
    If sheet Is Nothing Then Exit Function
    KwMarked = (Left$(CStr(sheet.Range("A1").Value), Len(mark)) = mark)
End Function
