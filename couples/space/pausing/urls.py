from django.urls import path

from couples.space.pausing import views

app_name = "pausing"
urlpatterns = [
    path("", views.page, name="page"),
    path("mine/", views.mine, name="mine"),
    path("mine/end/", views.mine_end, name="mine-end"),
    path("holiday/", views.holiday, name="holiday"),
    path("holiday/end/", views.holiday_end, name="holiday-end"),
    path("holiday/return/", views.holiday_return, name="holiday-return"),
]
